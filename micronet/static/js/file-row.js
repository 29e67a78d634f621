// One thing that goes with a form: sent as soon as it is its turn, again when asked to, left out when asked to.
import { FileItem } from "./file-item.js";
import { firstFrame } from "./first-frame.js";
import { ask, Refused, send } from "./sending.js";
import { uuid7 } from "./uuid7.js";

function kind({ type, name }) {
  if (/\.(heic|heif)$/i.test(name) || (type.startsWith("image/") && type !== "image/svg+xml")) return "photo";
  return type.startsWith("video/") ? "video" : "file";
}

export class FileRow {
  constructor(sender, file, { what = kind(file), seconds = 0, id = uuid7(), name = file?.name ?? "", item } = {}) {
    Object.assign(this, { sender, file, what, seconds, id, name, state: "queued", stopping: new AbortController() });
    this.item = new FileItem(sender.list, item, sender.querySelector("template"));
    this.item.part("[data-do=leave]").onclick = () => this.leave();
    this.item.part("[data-do=again]").onclick = () => this.again();
    if (!item) this.item.name(id, what, name);
    this.item.picture(id, what === "photo" && file);
  }

  // A row that the house wrote: its file is there already.
  static standing(sender, item) {
    const row = new FileRow(sender, null, { id: item.dataset.id, what: item.dataset.what, item });
    row.name = row.item.part("[data-name]").textContent;
    row.state = "here";
    return row;
  }

  async go() {
    this.state = "going";
    const { what, id, seconds, stopping: { signal } } = this;
    try {
      const told = (part) => this.item.show(part);
      const state = await send(this.file, { to: this.to, id, what, seconds, signal, told });
      if (state.state === "refused") this.refused(state.say);
      else this.here();
    } catch (trouble) {
      if (!signal.aborted) this.stuck((trouble instanceof Refused && trouble.message) || this.sender.dataset.lost, true);
    }
    this.sender.next();
  }

  here() {
    this.state = "here";
    this.item.here(this.sender.dataset.here);
    const sent = (frame) => frame && ask(`${this.to}/${this.id}/poster`, undefined, frame);
    if (this.what === "video" && this.file) firstFrame(this.file).then(sent).catch(() => {});
  }

  // What the house has looked at and cannot use is not sent again.
  refused(words) {
    this.item.words("");
    this.stuck(words, false);
  }

  stuck(words, again) {
    this.state = "stuck";
    this.item.wrong(words, again);
  }

  again() {
    this.item.wrong("");
    this.state = "queued";
    this.sender.next();
  }

  async leave() {
    this.stopping.abort();
    this.sender.rows = this.sender.rows.filter((row) => row !== this);
    this.item.element.remove();
    this.sender.next();
    await ask(`${this.to}/${this.id}/cancel`, undefined, "").catch(() => {});
  }

  get to() {
    return this.sender.dataset.to;
  }
}
