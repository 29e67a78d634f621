// Open pages fetch their blocks again whenever somebody does something, and htmx morphs them in place.
// This keeps what the reader has under their hands: folds that are open, forms with words in them, the place on the
// page. And a refusal never takes the place of what was written: it is said beside it.
const answered = new Set(); // forms whose own answer is being put in just now

function changed(field) {
  if (field.matches("textarea, input:not([type=checkbox], [type=radio], [type=hidden])")) {
    return field.value !== field.defaultValue;
  }
  return field.matches("input") && field.type !== "hidden" && field.checked !== field.defaultChecked;
}

function inHand(form) {
  if (answered.has(form)) return false;
  if (form.contains(document.activeElement) || form.querySelector("[aria-invalid=true]")) return true;
  return [...form.elements].some(changed);
}

window.htmx?.registerExtension("keep", {
  htmx_before_morph_node(node) {
    return !(node.matches?.("[data-keep]") || (node.matches?.("form") && inHand(node)));
  },
  htmx_before_morph_attr(node, { attrName, newValue }) {
    return !(attrName === "open" && newValue === null && node.matches("details"));
  },
});

// What has been sent is sent: its form is empty again and its fold closes, with the focus on the fold.
function finish(form) {
  const fold = form.closest("details");
  const focused = fold?.contains(document.activeElement);
  form.reset();
  if (!fold) return;
  fold.open = false;
  if (focused) fold.querySelector("summary")?.focus({ preventScroll: true });
}

function say(form, trouble) {
  form.querySelector(":scope > .trouble")?.remove();
  if (trouble) form.append(trouble);
}

// Whether the answer is a problem and nothing else, not the form again with a word under a field.
function isTrouble({ ctx, tasks }) {
  const main = tasks.find((task) => task.type === "main");
  return ctx.response.status >= 400 && Boolean(main?.fragment.firstElementChild?.matches(".trouble"));
}

// A block that cannot be had leaves the old one standing, unless it is gone for good (410) and nothing is to be waited for;
// a form that is refused says so under its own words.
function beside(event, { ctx, tasks }) {
  const from = ctx.sourceElement;
  if (!from.matches("form")) {
    if (ctx.response.status === 410) return;
    event.preventDefault();
    if (from.matches("a[href]")) location.href = from.href;
    else if (ctx.response.status === 403 && from.matches("[data-hx-trigger*='#live']")) location.reload();
    return;
  }
  say(from);
  for (const task of tasks) {
    if (task.type === "main") Object.assign(task, { target: from, swapSpec: { style: "beforeend" } });
  }
}

// The reader's place: what they are on, else what they are looking at, stays where it is on the screen.
let place = null;

const box = (thing) => thing.getBoundingClientRect();
const seen = (thing) => box(thing).bottom > 0 && box(thing).top < innerHeight;

function lookedAt(block) {
  const things = [...block.querySelectorAll("article[id], li[id]")].filter(seen);
  return things.find((thing) => box(thing).top >= 0) ?? things[0];
}

function mark(block) {
  const on = document.activeElement;
  let thing = block?.contains(on) && seen(on) ? on : null;
  if (!thing && scrollY > 0) thing = (block && lookedAt(block)) ?? lookedAt(document);
  place = thing ? { thing, top: box(thing).top } : null;
  document.documentElement.style.overflowAnchor = "none"; // or the browser makes up for it a second time
}

function hold() {
  if (!place?.thing.isConnected) return;
  const moved = box(place.thing).top - place.top;
  if (Math.abs(moved) >= 1) scrollBy({ top: moved, behavior: "instant" });
}

document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
  if (ctx.response?.status === 404 && ctx.sourceElement.matches("form")) delete ctx.hx.refresh;
});

document.addEventListener("htmx:before:swap", (event) => {
  const { ctx, tasks } = event.detail;
  if (isTrouble(event.detail)) return beside(event, event.detail);
  if (ctx.sourceElement.matches("form")) {
    answered.add(ctx.sourceElement);
    say(ctx.sourceElement);
    if (ctx.response.status < 400 && ctx.sourceElement.method === "post") finish(ctx.sourceElement);
  }
  mark(tasks.find((task) => task.type === "main")?.target);
});

// htmx says so right after putting a block in, before anything else can happen.
document.addEventListener("htmx:before:settle", hold);

document.addEventListener("htmx:finally:swap", ({ detail: { ctx } }) => {
  answered.delete(ctx.sourceElement);
  place = null;
  requestAnimationFrame(() => document.documentElement.style.removeProperty("overflow-anchor"));
});

document.addEventListener("htmx:error", ({ detail: { ctx } }) => {
  const words = document.getElementById("unsent");
  if (words && ctx?.sourceElement?.matches("form")) say(ctx.sourceElement, words.content.firstElementChild.cloneNode(true));
});
