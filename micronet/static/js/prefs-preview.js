// <prefs-preview> around the settings form: the page follows theme and text size as they are chosen, before they are saved.
class PrefsPreview extends HTMLElement {
  connectedCallback() {
    this.addEventListener("change", ({ target }) => {
      if (target.name === "text_size") this.set("text", target.value);
      if (target.name === "theme") this.set("theme", target.value);
    });
  }

  set(name, value) {
    const page = document.documentElement.dataset;
    if (value) page[name] = value;
    else delete page[name];
  }
}

customElements.define("prefs-preview", PrefsPreview);
