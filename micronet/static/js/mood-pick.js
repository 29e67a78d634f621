// <mood-pick for="emoji"><span>☀️</span> …</mood-pick>: pictures to touch. Each becomes a button that puts itself into the field;
// touched again it takes itself out. Without script they are examples of what to type.
class MoodPick extends HTMLElement {
  connectedCallback() {
    this.field = document.getElementById(this.getAttribute("for"));
    if (!this.field) return;
    for (const mood of this.querySelectorAll("span")) this.offer(mood);
    this.removeAttribute("aria-hidden");
    this.mark = () => this.show();
    this.field.addEventListener("input", this.mark);
    this.show();
  }

  disconnectedCallback() {
    this.field?.removeEventListener("input", this.mark);
  }

  offer(mood) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = mood.textContent;
    button.onclick = () => {
      this.field.value = this.field.value.trim() === button.textContent ? "" : button.textContent;
      this.show();
    };
    mood.replaceWith(button);
  }

  show() {
    for (const button of this.querySelectorAll("button")) {
      button.setAttribute("aria-pressed", String(button.textContent === this.field.value.trim()));
    }
  }
}

customElements.define("mood-pick", MoodPick);
