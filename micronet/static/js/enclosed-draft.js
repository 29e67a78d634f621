// What was being composed stays in this tab when the page is loaded anew: its words, its id, and what is here of it already.
import { FileRow } from "./file-row.js";
import { ask } from "./sending.js";

export function draft(sender, signal) {
  const { form } = sender;
  const key = `draft ${form.action}`;
  const words = form.elements.words;
  const keep = () => {
    const rows = sender.are("here").map(({ id, what, name }) => ({ id, what, name }));
    const held = { words: words.value, fresh: form.elements.fresh?.value, rows };
    if (held.words || rows.length) sessionStorage.setItem(key, JSON.stringify(held));
    else sessionStorage.removeItem(key);
  };
  form.addEventListener("input", keep, { signal });
  sender.addEventListener("moved", keep, { signal });
  document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
    if (ctx.sourceElement === form && ctx.response?.status < 400) sessionStorage.removeItem(key);
  }, { signal });
  if (!words.value && !sender.rows.length) bringBack(sender, JSON.parse(sessionStorage.getItem(key) ?? "null"));
}

async function bringBack(sender, held) {
  if (!held) return;
  const { form } = sender;
  form.elements.words.value = held.words;
  form.elements.words.dispatchEvent(new Event("input", { bubbles: true }));
  if (held.fresh) form.elements.fresh.value = held.fresh;
  for (const one of held.rows) {
    const state = await ask(`${sender.dataset.to}/${one.id}`).catch(() => null);
    if (state?.state !== "waiting" && state?.state !== "ready") continue;
    const row = new FileRow(sender, null, one);
    sender.rows.push(row);
    row.here();
  }
}
