// <photo-turn>: the arrow keys turn from photo to photo, as the links do.
class PhotoTurn extends HTMLElement {
  connectedCallback() {
    this.turn = (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey || event.target.matches("input, textarea, select")) return;
      const forward = document.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
      const rel = event.key === forward ? "next" : ["ArrowLeft", "ArrowRight"].includes(event.key) ? "prev" : "";
      if (rel) this.querySelector(`a[rel=${rel}]`)?.click();
    };
    document.addEventListener("keydown", this.turn);
  }

  disconnectedCallback() {
    document.removeEventListener("keydown", this.turn);
  }
}

customElements.define("photo-turn", PhotoTurn);
