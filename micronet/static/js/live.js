// The live stream's keeper: htmx holds the stream; this polls when none can be had, and leaves when one is gone.
const POLL_EVERY = 30_000;
const live = document.getElementById("live");
let timer = null;
let version = live?.dataset.version;

function stopPolling() {
  clearInterval(timer);
  timer = null;
}

async function poll() {
  if (document.hidden || !live.isConnected) return;
  try {
    const answer = await fetch(`${live.dataset.pulse}?v=${version}`, { headers: { Accept: "application/json" } });
    if (answer.status === 404 || answer.status === 401) return location.reload();
    if (!answer.ok) return;
    const news = await answer.json();
    version = news.version;
    for (const name of news.names) live.dispatchEvent(new CustomEvent(name, { bubbles: true }));
  } catch {
    // no network: the next turn tries again
  }
}

function startPolling() {
  timer ??= setInterval(poll, POLL_EVERY);
}

if (live) {
  live.addEventListener("htmx:sse:after:connection", stopPolling);
  live.addEventListener("htmx:sse:error", startPolling);
  live.addEventListener("htmx:response:error", startPolling);
  live.addEventListener("htmx:sse:after:message", (event) => {
    version = event.detail.message.id || version;
  });
  live.addEventListener("gone", () => location.replace("/"));
}
