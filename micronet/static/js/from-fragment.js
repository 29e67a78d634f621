// <from-fragment for="token" send> inside a form: what stands behind the # reaches neither logs nor previews. It is put
// into the field of that name and taken out of the address; with `send` the form is sent at once.
class FromFragment extends HTMLElement {
  connectedCallback() {
    const form = this.closest("form");
    const held = location.hash.slice(1);
    if (!held || !form) return;
    form.elements[this.getAttribute("for")].value = held;
    history.replaceState(history.state, "", location.pathname + location.search);
    if (this.hasAttribute("send")) form.requestSubmit();
  }
}

customElements.define("from-fragment", FromFragment);
