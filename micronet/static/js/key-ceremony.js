// The base of <passkey-sign-in> and <passkey-make>: options from the house, a question to the device, its answer
// to the house. What goes wrong is said in place, by [data-part=wrong], in words that stand in the attributes.
import { able, post, Refused } from "./passkey.js";

export class KeyCeremony extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.button = this.form.querySelector("button");
    if (!able()) {
      this.part("unable").hidden = false;
      return;
    }
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (!this.button.ariaDisabled) this.run();
    });
    this.button.disabled = false;
  }

  part(name) {
    return this.querySelector(`[data-part="${name}"]`);
  }

  async run() {
    this.say("");
    this.button.ariaDisabled = "true";
    this.part("asking").textContent = this.getAttribute("asking");
    try {
      const options = await post(this.getAttribute("options"), this.form);
      if (options) await this.finish(await this.use(options));
    } catch (problem) {
      this.explain(problem);
    } finally {
      this.button.ariaDisabled = null;
      this.part("asking").textContent = "";
    }
  }

  async finish(credential) {
    const answer = await post(this.form.action, this.form, credential);
    if (answer) location.assign(answer.go);
  }

  explain(problem) {
    if (problem instanceof Refused) return this.say(problem.message, problem.field);
    const known = { NotAllowedError: "cancelled", AbortError: "cancelled", InvalidStateError: "known", TypeError: "offline" };
    this.say(this.getAttribute(known[problem.name] ?? "failed"));
  }

  say(words, field) {
    const place = this.part("wrong");
    place.querySelector("span").textContent = words;
    place.hidden = !words;
    for (const input of this.form.querySelectorAll("[aria-invalid]")) input.ariaInvalid = null;
    const wrong = field && this.form.elements[field];
    if (wrong) {
      wrong.ariaInvalid = "true";
      wrong.focus();
    }
  }
}
