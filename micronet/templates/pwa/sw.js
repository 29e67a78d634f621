// The shell: hashed files from the cache, pages from the house, and a calm page when it cannot be reached.
const SHELL = "shell-{{ build }}";
const FILES = {{ files | tojson }};
const OFFLINE = "/offline";

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(SHELL).then((cache) => cache.addAll([...FILES, OFFLINE])).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches.keys()
      .then((names) => Promise.all(names.filter((name) => name.startsWith("shell-") && name !== SHELL).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

const isPage = (request) => request.mode === "navigate" || request.headers.has("HX-History-Restore-Request");

async function fromShell(request) {
  return (await caches.match(request)) || fetch(request);
}

async function fromHouse(request) {
  try {
    return await fetch(request);
  } catch {
    return (await caches.match(OFFLINE)) || Response.error();
  }
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (url.pathname.startsWith("/static/")) event.respondWith(fromShell(request));
  else if (isPage(request)) event.respondWith(fromHouse(request));
});
