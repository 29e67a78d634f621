// What is seen of one thing that goes with a form: its picture, how far it is, what went wrong, the words about it.
const thumbs = new Map(); // by id: a form that comes back from the house keeps its pictures

export class FileItem {
  constructor(list, item, template) {
    this.element = item ?? template.content.firstElementChild.cloneNode(true);
    if (!item) list.append(this.element);
  }

  name(id, what, name) {
    this.part("[data-name]").textContent = name;
    this.part("[name=enclosed]").value = id;
    this.element.dataset.what = what;
    for (const field of this.element.querySelectorAll("[data-field]")) field.name = `${field.dataset.field}-${id}`;
    this.words(what);
  }

  words(what) {
    this.part("[data-for=alt]").hidden = !["photo", "video"].includes(what);
    this.part("[data-for=place]").hidden = what !== "photo";
  }

  picture(id, file) {
    if (file) thumbs.set(id, URL.createObjectURL(file));
    if (!thumbs.has(id)) return;
    const image = Object.assign(new Image(), { src: thumbs.get(id), alt: "" });
    image.decode().then(() => this.part(".enclosed-thumb").replaceChildren(image), () => {});
  }

  show(part) {
    const percent = Math.round(part * 100);
    this.part("progress").value = percent;
    this.part("[data-part]").textContent = `${percent} %`;
  }

  here(words) {
    this.part("[name=enclosed]").disabled = false;
    this.part("progress").hidden = true;
    this.part("[data-part]").textContent = words;
  }

  wrong(words, again) {
    Object.assign(this.part("[data-wrong]"), { textContent: words, hidden: !words });
    this.part("[data-going]").hidden = Boolean(words);
    this.part("[data-do=again]").hidden = !again;
  }

  part(selector) {
    return this.element.querySelector(selector);
  }
}
