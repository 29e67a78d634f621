// The live stream's keeper: htmx holds the stream; this polls when none can be had, and leaves when one is gone.
const POLL_EVERY = 30_000;
const live = document.getElementById("live");
let version = live?.dataset.version;

// htmx keeps the reader of the stream here for as long as it reads one. A first stream that was refused it does not ask for
// again, and may have told so before this file was there to listen.
const streaming = () => Boolean(live._htmx?.sse?.reader);

async function poll() {
  if (document.hidden || !live.isConnected || streaming()) return;
  try {
    const answer = await fetch(`${live.dataset.pulse}?v=${version}`, {
      headers: { Accept: "application/json", "If-None-Match": `"${version}"` },
    });
    if (answer.status === 304) return;
    if (answer.status === 404 || answer.status === 401) return location.reload();
    if (!answer.ok) return;
    const news = await answer.json();
    version = news.version;
    for (const name of news.names) live.dispatchEvent(new CustomEvent(name, { bubbles: true }));
  } catch {
    // no network: the next turn tries again
  }
}

if (live) {
  setInterval(poll, POLL_EVERY);
  live.addEventListener("htmx:sse:after:message", (event) => {
    version = event.detail.message.id || version;
  });
  live.addEventListener("gone", () => location.replace("/"));
}
