/* The service worker: keeps one page for where there is no signal, and hands in what waits. It never keeps a page that
   somebody has opened. `BESADU` (what to keep, its version, words) stands before these lines. */
"use strict";
importScripts(...BESADU.scripts);

const NAME = `besadu-${BESADU.version}`;
const PAGE = "/luring/";
// The browser's own page says what happened here: nobody shall take the open form for the protected one, and a case
// or a desk is no place to begin a report.
const LEFT_ALONE = /^\/(petugas|pantau|kelola|masuk|keluar|lacak|l)\/|^\/lapor\/(rahasia|selesai|antrean)\//;
const STEPS = ["/lapor/", "/lapor/lokasi/"];  // posted, they change a draft only: the page may follow whatever happened

addEventListener("install", (event) => {
  skipWaiting();
  const asked = [PAGE, ...BESADU.shell].map((url) => new Request(url, { credentials: "omit" }));
  event.waitUntil(caches.open(NAME).then((kept) => kept.addAll(asked)));
});
addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    for (const name of await caches.keys()) if (name !== NAME) await caches.delete(name);
    await clients.claim();
  })());
});
addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (origin !== location.origin) return;
  if (BESADU.shell.includes(pathname)) {
    event.respondWith(caches.match(request.url).then((kept) => kept || fetch(request)));
  } else if (request.mode === "navigate" && !LEFT_ALONE.test(pathname)) {
    if (request.method !== "GET" && !STEPS.includes(pathname)) return;
    event.respondWith(fetch(request).catch(async () => await caches.match(PAGE) || Response.error()));
  }
});
addEventListener("sync", (event) => {
  event.waitUntil((async () => {
    const { sent, left } = await besadu.sendAll();
    // Only to who has allowed it before, and nothing that a passer-by may not read.
    if (sent.length && self.Notification?.permission === "granted") {
      await registration.showNotification(BESADU.sent, { body: BESADU.where, tag: "besadu" });
    }
    if (left) throw new Error("some still wait");  // the browser tries again
  })());
});
addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(clients.openWindow("/lapor/draf/"));
});
