// <passkey-sign-in options="…"> around a form: opens with a key. Where the browser can, keys are also offered in the
// field [data-part=autofill], as long as nobody has touched the button.
import { KeyCeremony } from "./key-ceremony.js";
import { able, post, wanted } from "./passkey.js";

const AGAIN = 4 * 60 * 1000; // before the question, which stands for five minutes, runs out

class PasskeySignIn extends KeyCeremony {
  connectedCallback() {
    super.connectedCallback();
    if (able() && this.part("autofill")) this.offer();
    this.part("autofill")?.addEventListener("keydown", (event) => {
      if (event.key === "Enter") this.form.requestSubmit();
    });
  }

  disconnectedCallback() {
    this.stop();
  }

  use(options) {
    this.stop();
    return navigator.credentials.get({ publicKey: wanted(options) });
  }

  stop() {
    clearTimeout(this.timer);
    this.waiting?.abort();
  }

  async offer() {
    if (!(await PublicKeyCredential.isConditionalMediationAvailable?.())) return;
    this.part("autofill").hidden = false;
    this.stop();
    const waiting = (this.waiting = new AbortController());
    this.timer = setTimeout(() => this.offer(), AGAIN);
    try {
      const options = await post(this.getAttribute("options"), this.form);
      const asked = { publicKey: wanted(options), mediation: "conditional", signal: waiting.signal };
      const credential = await navigator.credentials.get(asked);
      if (credential) await this.finish(credential);
    } catch (problem) {
      // Nobody asked for this yet, so only what the house itself said is worth a word.
      if (!waiting.signal.aborted && problem.constructor.name === "Refused") this.explain(problem);
    }
  }
}

customElements.define("passkey-sign-in", PasskeySignIn);
