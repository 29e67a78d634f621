// <print-button hidden><button>Print</button></print-button>: appears, since with script it can print.
class PrintButton extends HTMLElement {
  connectedCallback() {
    this.hidden = false;
    this.onclick = (event) => event.target.closest("button") && window.print();
  }
}

customElements.define("print-button", PrintButton);
