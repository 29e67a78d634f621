// <look-again seconds="20" data-hx-get="…" data-hx-trigger="look"></look-again>
// Says `look` every so often while the page is seen, and at once when it comes into view again: htmx then asks for a block.
class LookAgain extends HTMLElement {
  connectedCallback() {
    this.look = () => {
      if (!document.hidden) this.dispatchEvent(new Event("look"));
    };
    this.timer = setInterval(this.look, Number(this.getAttribute("seconds")) * 1000);
    document.addEventListener("visibilitychange", this.look);
  }

  disconnectedCallback() {
    clearInterval(this.timer);
    document.removeEventListener("visibilitychange", this.look);
  }
}

customElements.define("look-again", LookAgain);
