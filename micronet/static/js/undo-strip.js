// <undo-strip seconds="10" late="It stays as it is now."><form>…</form></undo-strip>
// Takes its button away when the time to undo is over, and says so. The server keeps the time; this only shows it.
class UndoStrip extends HTMLElement {
  connectedCallback() {
    const seconds = Number(this.getAttribute("seconds"));
    if (seconds > 0) this.timer = setTimeout(() => this.close(), seconds * 1000);
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
  }

  close() {
    const hadFocus = this.contains(document.activeElement);
    const words = document.createElement("span");
    words.className = "quiet";
    words.textContent = this.getAttribute("late");
    this.replaceChildren(words);
    if (hadFocus) document.getElementById("main")?.focus({ preventScroll: true });
  }
}

customElements.define("undo-strip", UndoStrip);
