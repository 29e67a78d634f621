// <file-sender data-to="/…/uploads"> in a form: what is chosen goes to the house at once, two at a time, each with a row
// of its own (file-row.js). The form waits for what is on its way, and takes only the ids along. Without script the files
// go with the form.
import { draft } from "./enclosed-draft.js";
import { FileRow } from "./file-row.js";
import { isSound, spoken } from "./recording.js";

const AT_ONCE = 2;

class FileSender extends HTMLElement {
  connectedCallback() {
    this.rows = [];
    this.form = this.closest("form");
    this.list = this.querySelector("[data-list]");
    for (const item of this.list.children) this.rows.push(FileRow.standing(this, item));
    for (const input of this.querySelectorAll("input[type=file]")) {
      input.removeAttribute("name");
      input.onchange = () => this.take(input);
    }
    this.addEventListener("recorded", ({ detail: { file, seconds } }) => this.add(file, { what: "voice", seconds }));
    this.gone = new AbortController();
    const { signal } = this.gone;
    this.form.addEventListener("submit", (event) => this.hold(event), { capture: true, signal });
    addEventListener("beforeunload", (event) => this.are("going", "queued").length && event.preventDefault(), { signal });
    draft(this, signal);
    for (const input of this.querySelectorAll("input[type=file]")) this.take(input); // chosen before this was awake
  }

  disconnectedCallback() {
    this.gone.abort();
    for (const row of this.rows) row.stopping.abort();
  }

  take(input) {
    for (const file of input.files) {
      if (isSound(file)) spoken(file).then((heard) => this.add(file, heard));
      else this.add(file);
    }
    input.value = "";
  }

  add(file, more) {
    this.rows.push(new FileRow(this, file, more));
    this.next();
  }

  are(...states) {
    return this.rows.filter((row) => states.includes(row.state));
  }

  next() {
    for (const row of this.are("queued").slice(0, AT_ONCE - this.are("going").length)) row.go();
    if (this.waits) this.told();
    if (this.waits && !this.are("going", "queued").length) this.share();
    this.dispatchEvent(new Event("moved"));
  }

  // The form is sent again by itself once all is here.
  share() {
    this.waits = false;
    this.form.requestSubmit();
  }

  hold(event) {
    const [busy, stuck] = [this.are("going", "queued").length, this.are("stuck").length];
    if (!busy && !stuck) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.waits = Boolean(busy);
    if (busy) this.told();
    else this.say(this.dataset.stuck);
  }

  told() {
    const [n, all] = [this.are("going", "queued").length, this.rows.length];
    this.say(n ? this.dataset.onWay.replace("{n}", n).replace("{all}", all) : "");
  }

  say(words) {
    this.querySelector("[data-told]").textContent = words;
  }
}

customElements.define("file-sender", FileSender);
