// Photos one after another with the arrow keys, in the direction the language runs.
class PhotoKeys extends HTMLElement {
  connectedCallback() {
    this.onKey = (event) => this.step(event);
    document.addEventListener("keydown", this.onKey);
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.onKey);
  }

  step(event) {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey || event.defaultPrevented) return;
    if (event.target.closest("input, select, textarea, summary, [contenteditable]")) return;
    const onward = document.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
    if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
    this.querySelector(event.key === onward ? "a[rel=next]" : "a[rel=prev]")?.click();
  }
}

customElements.define("photo-keys", PhotoKeys);
