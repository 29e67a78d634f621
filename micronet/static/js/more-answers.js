// <more-answers least="3">: fields in .field, and a hidden <p> with a button at the end.
// Shows as many as are filled in, at least `least`; the button brings one more, until all are there.
class MoreAnswers extends HTMLElement {
  connectedCallback() {
    this.fields = [...this.querySelectorAll(".field")];
    this.more = this.querySelector(":scope > p");
    const last = this.fields.findLastIndex((field) => field.querySelector("input").value.trim());
    this.show(Math.max(Number(this.getAttribute("least")), last + 1));
    this.onclick = (event) => {
      if (!event.target.closest("button")) return;
      this.show(this.shown + 1);
      this.fields[this.shown - 1].querySelector("input").focus();
    };
  }

  show(many) {
    this.shown = Math.min(many, this.fields.length);
    this.fields.forEach((field, place) => (field.hidden = place >= this.shown));
    this.more.hidden = this.shown === this.fields.length;
  }
}

customElements.define("more-answers", MoreAnswers);
