// <text-count for="status" max="80" left="Characters left: {n}" over="Too long by {n}"></text-count>
// Without `for` it counts the field it stands in.
// Silent until the end is near; then it shows what is left, and says it when the typing pauses.
class TextCount extends HTMLElement {
  connectedCallback() {
    const id = this.getAttribute("for");
    this.field = id ? document.getElementById(id) : this.closest(".field")?.querySelector("textarea, input");
    if (!this.field) return;
    this.setAttribute("role", "status");
    this.count = () => {
      clearTimeout(this.pause);
      this.pause = setTimeout(() => this.say(), 400);
    };
    this.field.addEventListener("input", this.count);
    this.say();
  }

  disconnectedCallback() {
    clearTimeout(this.pause);
    this.field?.removeEventListener("input", this.count);
  }

  say() {
    const max = Number(this.getAttribute("max"));
    // Code points, with a new line as one: what the server counts.
    const left = max - [...this.field.value.replaceAll("\r\n", "\n")].length;
    const near = left <= Math.max(10, Math.round(max / 5));
    const words = this.getAttribute(left < 0 ? "over" : "left").replace("{n}", Math.abs(left));
    this.textContent = near ? words : "";
    this.classList.toggle("care", left < 0);
  }
}

customElements.define("text-count", TextCount);
