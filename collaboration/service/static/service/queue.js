// What was recorded at the door, kept on this phone until it has arrived: IndexedDB, one row an attempt, files within. Every
// row and every file carries a key made here, so that what is sent twice is there once.
"use strict";

const serviceQueue = (() => {
  const STORE = "attempts", AGAIN = 15000, SHOWN_FOR = 24 * 3600 * 1000;
  const memory = new Map(); // where the browser keeps nothing
  const listeners = [];
  let isKept = true, isRunning = false, isWanted = false;

  const opened = new Promise((resolve) => {
    try {
      const asked = indexedDB.open("document-service", 1);
      asked.onupgradeneeded = () => asked.result.createObjectStore(STORE, { keyPath: "key" });
      asked.onsuccess = () => resolve(asked.result);
      asked.onerror = () => resolve(null);
    } catch { resolve(null); }
  }).then((database) => { isKept = Boolean(database); return database; });

  const inStore = async (mode, act) => {
    const database = await opened;
    return new Promise((resolve, reject) => {
      const transaction = database.transaction(STORE, mode);
      const asked = act(transaction.objectStore(STORE));
      transaction.oncomplete = () => resolve(asked.result);
      transaction.onabort = transaction.onerror = () => reject(transaction.error);
    });
  };
  const put = async (entry) => {
    if (await opened) await inStore("readwrite", (store) => store.put(entry));
    else memory.set(entry.key, entry);
    tell();
  };
  const remove = async (key) => {
    if (await opened) await inStore("readwrite", (store) => store.delete(key));
    memory.delete(key);
    tell();
  };
  const all = async (owner) => {
    const found = (await opened) ? await inStore("readonly", (store) => store.getAll()) : [...memory.values()];
    return found.filter((one) => one.owner === owner).sort((one, other) => one.at - other.at);
  };
  const get = async (owner, key) => (await all(owner)).find((one) => one.key === key);

  let telling = null;
  const tell = () => { clearTimeout(telling); telling = setTimeout(() => listeners.forEach((listener) => listener()), 30); };

  // One request. "later" while there is no line, "out" when nobody is signed in, otherwise what the portal said.
  const post = async (url, body, token) => {
    let answer;
    try {
      answer = await fetch(url, { method: "POST", body, headers: { Accept: "application/json", "X-CSRFToken": token } });
    } catch { return { outcome: "later" }; }
    if (answer.redirected) return { outcome: new URL(answer.url).pathname.startsWith("/accounts/") ? "out" : "gone" };
    if (answer.status >= 500 || answer.status === 429 || answer.status === 413 && !navigator.onLine) return { outcome: "later" };
    const said = (answer.headers.get("Content-Type") || "").startsWith("application/json") ? await answer.json() : null;
    if (answer.ok && said && said.sent) return { outcome: "sent" };
    return said ? { outcome: "refused", ...said } : { outcome: "gone" };
  };

  const form = (pairs) => pairs.reduce((body, [name, value, file]) => { file ? body.append(name, value, file) : body.append(name, value); return body; }, new FormData());

  const sendOne = async (entry, token) => {
    entry.state = "sending";
    await put(entry);
    for (const file of entry.files.filter((one) => !one.sent)) {
      const pairs = [["key", file.key], ["attempt_key", entry.key], ["sort", file.sort], ["sha256", file.sha256], ["taken_at", file.taken], ["file", file.blob, file.name]];
      const said = await post(entry.filesUrl, form(pairs), token);
      if (said.outcome !== "sent") return settle(entry, said);
      file.sent = true;
      await put(entry);
    }
    return settle(entry, await post(entry.url, form(entry.fields), token));
  };
  const settle = async (entry, said) => {
    if (said.outcome === "sent") await put({ key: entry.key, owner: entry.owner, title: entry.title, at: Date.now(), state: "sent", files: [] });
    else await put({ ...entry, state: { later: "waiting", out: "out", refused: "refused", gone: "gone" }[said.outcome], errors: said.errors || {}, words: said.words || "" });
    return said.outcome;
  };

  // One page at a time sends; the first entry that finds no line ends the round.
  const flush = async (owner, token) => {
    isWanted = true;
    if (isRunning) return;
    isRunning = true;
    const round = async () => {
      for (const entry of await all(owner)) {
        if (entry.state === "sent" && Date.now() - entry.at > SHOWN_FOR) await remove(entry.key);
        if (!["waiting", "sending", "out"].includes(entry.state)) continue;
        const outcome = await sendOne(entry, token);
        if (outcome === "later" || outcome === "out") break;
      }
    };
    try {
      while (isWanted) {
        isWanted = false;
        await (navigator.locks ? navigator.locks.request("document-service", round) : round());
      }
    } finally { isRunning = false; tell(); }
  };

  return { put, remove, all, get, flush, AGAIN, onChange: (listener) => listeners.push(listener), isKept: () => isKept };
})();
