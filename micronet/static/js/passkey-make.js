// <passkey-make options="…"> around a form: makes a key on this device and sends it with the form.
import { KeyCeremony } from "./key-ceremony.js";
import { able, wanted } from "./passkey.js";

class PasskeyMake extends KeyCeremony {
  connectedCallback() {
    super.connectedCallback();
    if (able()) this.lookForLock();
  }

  use(options) {
    return navigator.credentials.create({ publicKey: wanted(options) });
  }

  // Without a screen lock there is nothing to make a key with: the help stands open.
  async lookForLock() {
    const locks = await PublicKeyCredential.isUserVerifyingPlatformAuthenticatorAvailable?.();
    if (locks === false && this.part("lock")) this.part("lock").open = true;
  }
}

customElements.define("passkey-make", PasskeyMake);
