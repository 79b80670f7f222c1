// Whoever signs out on a phone leaves nothing readable behind: the key of what waits there goes, what waits stays for them.
"use strict";

(() => {
  const NAME = "document-service";
  // What this browser keeps, if anything: one that keeps nothing gets no store by our asking.
  const opened = () => new Promise((resolve) => {
    if (!window.indexedDB) return resolve(null);
    const asked = indexedDB.open(NAME);
    asked.onupgradeneeded = () => asked.transaction.abort();
    asked.onsuccess = () => resolve(asked.result.objectStoreNames.contains("keys") ? asked.result : null);
    asked.onerror = (event) => { event.preventDefault(); resolve(null); };
  });
  const counted = (store, wanted) => new Promise((resolve) => {
    const asked = store.getAll();
    asked.onsuccess = () => resolve(asked.result.filter(wanted).length);
    asked.onerror = () => resolve(0);
  });
  const forget = (database) => new Promise((resolve) => {
    const transaction = database.transaction("keys", "readwrite");
    transaction.objectStore("keys").clear();
    transaction.oncomplete = transaction.onabort = resolve;
  });

  const closeDoors = async () => {
    if (!navigator.serviceWorker) return;
    for (const one of await navigator.serviceWorker.getRegistrations()) await one.unregister();
    for (const name of await caches.keys()) if (name.startsWith("door-")) await caches.delete(name);
  };

  const leave = async (form) => {
    const database = await opened();
    if (database) {
      const waits = await counted(database.transaction("entries").objectStore("entries"), (one) => one.state !== "sent");
      if (waits && !confirm(form.dataset.waits.replace("{count}", waits))) return;
      await forget(database);
      database.close();
    }
    await closeDoors().catch(() => {});
    form.submit();
  };
  document.querySelectorAll("form[data-leaving]").forEach((form) => form.addEventListener("submit", (event) => {
    event.preventDefault();
    leave(form);
  }));
  if (document.querySelector("[data-signed-out]")) opened().then((database) => database && forget(database).then(() => database.close()));
})();
