// One file goes to the house in pieces. After trouble it goes on where the house says that it ends; a piece is smaller
// on a slow line, and never more than the house takes at once.
const [FIRST, LEAST, MOST] = [256 << 10, 32 << 10, 4 << 20];
const QUICK = 1500; // milliseconds; a piece that took less is followed by a larger one
const PAUSES = [0.5, 1, 2, 4, 8, 15, 30, 30, 30, 30]; // seconds, each after one more failure in a row

export class Refused extends Error {} // with the house's own sentence: trying again changes nothing
export class Lost extends Error {} // the line was gone for long

export async function ask(url, signal, body, headers = {}) {
  const limit = AbortSignal.timeout(60_000);
  const answer = await fetch(url, {
    method: body === undefined ? "GET" : "POST",
    body,
    headers: { Accept: "application/json", ...headers },
    signal: signal ? AbortSignal.any([signal, limit]) : limit,
  });
  const told = await answer.json().catch(() => ({}));
  if (answer.ok || answer.status === 409) return told;
  if (answer.status < 500 || answer.status === 507) throw new Refused(told.say ?? "");
  throw new Error(`${answer.status}`);
}

function pause(seconds, signal) {
  return new Promise((go) => {
    const over = () => (clearTimeout(timer), removeEventListener("online", over), go());
    const timer = setTimeout(over, seconds * 1000);
    addEventListener("online", over);
    signal.addEventListener("abort", over, { once: true });
  });
}

export async function send(file, { to, id, what, seconds = 0, signal, told }) {
  const form = new URLSearchParams({ id, what, size: file.size, name: file.name ?? "", seconds });
  const at = { piece: FIRST, fails: 0 };
  for (;;) {
    try {
      let state = await ask(to, signal, form);
      while (state.state === "arriving") state = await piece(file, `${to}/${id}`, state, at, signal, told);
      return state;
    } catch (trouble) {
      if (trouble instanceof Refused || signal.aborted) throw trouble;
      if (at.fails >= PAUSES.length) throw new Lost();
      at.piece = Math.max(LEAST, at.piece / 2);
      await pause(PAUSES[at.fails++], signal);
    }
  }
}

async function piece(file, url, { received }, at, signal, told) {
  const began = performance.now();
  const bytes = file.slice(received, received + at.piece);
  const state = await ask(`${url}?at=${received}`, signal, bytes, { "Content-Type": "application/octet-stream" });
  if (state.state === "arriving" && state.received <= received) throw new Error("it did not grow");
  at.fails = 0;
  at.piece = performance.now() - began < QUICK ? Math.min(MOST, at.piece * 2) : Math.max(LEAST, at.piece / 2);
  told?.(state.received / file.size);
  return state;
}
