// <zone-hint for="zone"> with a [data-part=name] and a button: where this device's clock is another one than the chosen,
// it says so and offers to choose it.
class ZoneHint extends HTMLElement {
  connectedCallback() {
    const field = this.closest("form").elements[this.getAttribute("for")];
    const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
    const option = [...field.options].find(({ value }) => value === zone);
    if (!option || field.value === zone) return;
    this.querySelector('[data-part="name"]').textContent = option.text;
    this.querySelector("button").onclick = () => {
      field.value = zone;
      this.hidden = true;
      field.focus();
    };
    this.hidden = false;
  }
}

customElements.define("zone-hint", ZoneHint);
