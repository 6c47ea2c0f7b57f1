/**
 * The console's service worker: keeps the shell (page, scripts, styles, icons) so that the installed console opens without a network and
 * says that it is offline. Nothing of the API is ever answered or kept here: only addresses below /console/ are looked at.
 */

const SHELL = "coshop-console-shell-1";
const PAGE = "./";
const OFFLINE = "./offline.html";
const KEPT_MAX = 60;
const PAGE_MS = 4000;

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(SHELL)
      .then((cache) => cache.addAll([PAGE, OFFLINE, "./offline.css", "./icon.svg"].map((path) => new Request(path, { cache: "reload" }))))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => name.startsWith("coshop-console-") && name !== SHELL).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  const scope = new URL(self.registration.scope);
  if (request.method !== "GET" || url.origin !== scope.origin || !url.pathname.startsWith(scope.pathname)) return;
  if (request.mode === "navigate") event.respondWith(page(request));
  else if (url.pathname.startsWith(`${scope.pathname}assets/`)) event.respondWith(asset(request));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(
    self.clients.matchAll({ type: "window" }).then(([open]) => (open ? open.focus() : self.clients.openWindow(PAGE))),
  );
});

/** The page from the server, so that an upgrade is seen at once; the kept one where there is no answer. */
async function page(request) {
  const cache = await caches.open(SHELL);
  try {
    const answer = await fetch(request, { signal: AbortSignal.timeout(PAGE_MS) });
    if (answer.ok) await cache.put(PAGE, answer.clone());
    return answer;
  } catch {
    return (await cache.match(PAGE)) ?? (await cache.match(OFFLINE)) ?? Response.error();
  }
}

/** Files whose names carry a hash never change. */
async function asset(request) {
  const cache = await caches.open(SHELL);
  const kept = await cache.match(request);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) {
    await cache.put(request, answer.clone());
    const all = await cache.keys();
    const old = all.filter((each) => each.url.includes("/assets/")).slice(0, -KEPT_MAX);
    await Promise.all(old.map((each) => cache.delete(each)));
  }
  return answer;
}
