// <caption-maker src="/…/preview" busy="…"> around the form: the picture follows the words as they are typed.
// The server draws it; what cannot be drawn is said under the fields. Without it there is the button "Show me".
const PAUSE = 350;

class CaptionMaker extends HTMLElement {
  connectedCallback() {
    this.picture = this.querySelector("figure img");
    this.told = this.querySelector("[data-told]");
    this.querySelector("[data-without-script]")?.remove();
    this.addEventListener("input", () => this.soon(PAUSE));
  }

  disconnectedCallback() {
    clearTimeout(this.waiting);
    this.asking?.abort();
    this.forget();
  }

  soon(wait) {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.draw(), wait);
  }

  async draw() {
    this.asking?.abort();
    this.asking = new AbortController();
    const { top, bottom } = this.querySelector("form").elements;
    const asked = new URLSearchParams({ top: top.value, bottom: bottom.value });
    try {
      const answer = await fetch(`${this.getAttribute("src")}?${asked}`, {
        headers: { Accept: "application/json" },
        signal: this.asking.signal,
      });
      if (answer.ok) this.show(await answer.blob());
      else this.refuse(answer.status, await answer.json());
    } catch {
      // Offline, or asked anew meanwhile: the picture stays as it is.
    }
  }

  show(blob) {
    this.forget();
    this.shown = URL.createObjectURL(blob);
    this.picture.removeAttribute("width");
    this.picture.removeAttribute("height");
    this.picture.src = this.shown;
    this.say("");
  }

  refuse(status, { say }) {
    this.say(status === 429 ? this.getAttribute("busy") : say);
    if (status === 429) this.soon(10000);
  }

  say(words) {
    this.told.textContent = words;
    this.told.hidden = !words;
  }

  forget() {
    if (this.shown) URL.revokeObjectURL(this.shown);
    this.shown = null;
  }
}

customElements.define("caption-maker", CaptionMaker);
