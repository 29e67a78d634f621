// One thing that goes with a form: its picture, how far it is, what went wrong, and the words about it.
import { ask, Lost, Refused, send } from "./sending.js";
import { firstFrame } from "./first-frame.js";
import { uuid7 } from "./uuid7.js";

const thumbs = new Map(); // by id: a form that comes back from the house keeps its pictures

function kind({ type, name }) {
  if (/\.(heic|heif)$/i.test(name) || (type.startsWith("image/") && type !== "image/svg+xml")) return "photo";
  return type.startsWith("video/") ? "video" : "file";
}

export class FileRow {
  constructor(sender, file, { what = kind(file), seconds = 0, id = uuid7(), item } = {}) {
    Object.assign(this, { sender, file, what, seconds, id, state: "queued", stopping: new AbortController() });
    this.item = item ?? sender.querySelector("template").content.firstElementChild.cloneNode(true);
    this.part("[data-do=leave]").onclick = () => this.leave();
    this.part("[data-do=again]").onclick = () => this.again();
    if (!item) this.fill();
    this.picture();
  }

  // A row that the house wrote, or that was kept: its file is there already.
  static standing(sender, item) {
    const row = new FileRow(sender, null, { id: item.dataset.id, what: item.dataset.what, item });
    row.state = "here";
    return row;
  }

  fill() {
    this.part("[data-name]").textContent = this.file?.name ?? "";
    for (const field of this.item.querySelectorAll("[data-field]")) {
      field.name = `${field.dataset.field}-${this.id}`;
      field.closest("label").hidden = !(this.what === "photo" || (this.what === "video" && field.dataset.field === "alt"));
    }
    this.part("[name=enclosed]").value = this.id;
    this.sender.list.append(this.item);
  }

  picture() {
    if (this.what === "photo" && this.file) thumbs.set(this.id, URL.createObjectURL(this.file));
    if (!thumbs.has(this.id)) return;
    const image = Object.assign(new Image(), { src: thumbs.get(this.id), alt: "" });
    image.decode().then(() => this.part(".enclosed-thumb").replaceChildren(image), () => {});
  }

  async go() {
    this.state = "going";
    const { what, id, seconds, stopping: { signal } } = this;
    try {
      const state = await send(this.file, { to: this.to, id, what, seconds, signal, told: (part) => this.show(part) });
      if (state.state === "refused") throw new Refused(state.say);
      this.here();
    } catch (trouble) {
      if (!signal.aborted) this.stuck(trouble);
    }
    this.sender.next();
  }

  here() {
    this.state = "here";
    this.part("[name=enclosed]").disabled = false;
    this.show(1);
    this.part("[data-part]").textContent = this.sender.dataset.here;
    const sent = (frame) => frame && ask(`${this.to}/${this.id}/poster`, undefined, frame);
    if (this.what === "video" && this.file) firstFrame(this.file).then(sent).catch(() => {});
  }

  stuck(trouble) {
    this.state = "stuck";
    this.wrong((trouble instanceof Refused && trouble.message) || this.sender.dataset.lost);
    this.part("[data-do=again]").hidden = false;
  }

  again() {
    this.wrong("");
    this.part("[data-do=again]").hidden = true;
    this.state = "queued";
    this.sender.next();
  }

  async leave() {
    this.stop();
    this.state = "left";
    this.sender.rows = this.sender.rows.filter((row) => row !== this);
    this.item.remove();
    this.sender.next();
    await ask(`${this.to}/${this.id}/cancel`, undefined, "").catch(() => {});
  }

  stop() {
    this.stopping.abort();
  }

  show(part) {
    const percent = Math.round(part * 100);
    this.part("progress").value = percent;
    this.part("[data-part]").textContent = `${percent} %`;
  }

  wrong(words) {
    Object.assign(this.part("[data-wrong]"), { textContent: words, hidden: !words });
    this.part("[data-going]").hidden = Boolean(words);
  }

  part(selector) {
    return this.item.querySelector(selector);
  }

  get to() {
    return this.sender.dataset.to;
  }
}
