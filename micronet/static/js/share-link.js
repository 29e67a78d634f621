// <share-link url="…" title="…" text="…" done="Copied."> with buttons [data-do=share] and [data-do=copy], hidden until they can work,
// and a [role=status] to say it in.
class ShareLink extends HTMLElement {
  connectedCallback() {
    const what = { url: this.getAttribute("url"), title: this.title, text: this.getAttribute("text") };
    if (navigator.share && navigator.canShare?.(what)) this.offer("share", () => navigator.share(what));
    if (navigator.clipboard) this.offer("copy", () => this.copy(what.url));
  }

  offer(name, act) {
    const button = this.querySelector(`[data-do="${name}"]`);
    if (!button) return;
    button.hidden = false;
    // Closing the share sheet is no mistake; a refused clipboard leaves the link to be copied by hand.
    button.onclick = () => act().catch(() => {});
  }

  async copy(url) {
    await navigator.clipboard.writeText(url);
    this.querySelector("[role=status]").textContent = this.getAttribute("done");
  }
}

customElements.define("share-link", ShareLink);
