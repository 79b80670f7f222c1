// The page at the door opens without a line, too: its empty form is kept, nothing that anybody entered or read.
"use strict";

const { page, shell, files, cache, prefix } = {{ told|safe }};

const open = async (request) => {
  try {
    return await fetch(request);
  } catch {
    return (await caches.match(shell)) || Response.error();
  }
};

addEventListener("install", (event) => {
  event.waitUntil(caches.open(cache).then((kept) => kept.addAll([shell, ...files])).then(() => skipWaiting()));
});
addEventListener("activate", (event) => {
  const old = async () => (await caches.keys()).filter((name) => name.startsWith(prefix) && name !== cache);
  event.waitUntil(old().then((names) => Promise.all(names.map((name) => caches.delete(name)))).then(() => clients.claim()));
});
addEventListener("fetch", (event) => {
  const { request } = event, { pathname } = new URL(request.url);
  if (request.method !== "GET") return;
  if (request.mode === "navigate") { if (pathname === page) event.respondWith(open(request)); }
  else if (files.includes(pathname)) event.respondWith(caches.match(pathname).then((kept) => kept || fetch(request)));
});
