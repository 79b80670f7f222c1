// What is kept on this phone until it has arrived, in IndexedDB: locked piece by piece (AES-GCM) with a key that the portal
// gives to this person alone. The key stays until they sign out or its time is over; what waits stays, and is theirs again
// when they sign in. Where the browser keeps nothing, everything lives as long as the page.
import { Sha256 } from "../casefiles/digest.js";

export const PIECE = 2 * 1024 * 1024;
const NAME = "document-service", VERSION = 2, ENTRIES = "entries", PIECES = "pieces", KEYS = "keys", NONCE = 12;
const memory = new Map(), blobs = new Map(), listeners = [];
let held = null; // { owner, key } of who is at the phone
let telling = null;

const opened = new Promise((resolve) => {
  try {
    const asked = indexedDB.open(NAME, VERSION);
    asked.onupgradeneeded = () => {
      for (const old of [...asked.result.objectStoreNames]) asked.result.deleteObjectStore(old);
      asked.result.createObjectStore(ENTRIES, { keyPath: "key" });
      asked.result.createObjectStore(PIECES);
      asked.result.createObjectStore(KEYS, { keyPath: "owner" });
    };
    asked.onsuccess = () => resolve(crypto.subtle ? asked.result : null);
    asked.onerror = () => resolve(null);
  } catch { resolve(null); }
});
let isKept = true;
opened.then((database) => { isKept = Boolean(database); });

const inStore = async (name, mode, act) => {
  const database = await opened;
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(name, mode);
    const asked = act(transaction.objectStore(name));
    transaction.oncomplete = () => resolve(asked && asked.result);
    transaction.onabort = transaction.onerror = () => reject(transaction.error);
  });
};
const tell = () => { clearTimeout(telling); telling = setTimeout(() => listeners.forEach((listener) => listener()), 30); };

const place = (key) => (key.startsWith("draft:") ? `${key} ${owner()}` : key); // everybody types into one of their own

export const onChange = (listener) => listeners.push(listener);
export const stays = () => isKept && Boolean(held);
export const owner = () => (held ? held.owner : "");

// The key came from the portal: nobody else's stays on this phone.
export const unlock = async ({ owner: who, key, until }) => {
  const bytes = Uint8Array.from(atob(key), (sign) => sign.charCodeAt(0));
  if (!(await opened)) { held = { owner: who, key: null }; return; }
  held = { owner: who, key: await crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]) };
  await inStore(KEYS, "readwrite", (store) => { store.clear(); return store.put({ ...held, until }); });
  for (const entry of [...memory.values()]) { memory.delete(entry.key); await put(entry); }
  tell();
};
// Without a line: the key that was left here, while its time lasts.
export const recall = async () => {
  if (held || !(await opened)) return;
  const [last] = await inStore(KEYS, "readonly", (store) => store.getAll());
  if (last && last.until > Date.now()) held = last;
  else await forget();
  tell();
};
export const forget = async () => { if (await opened) await inStore(KEYS, "readwrite", (store) => store.clear()); };

const lock = async (bytes) => {
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE));
  return { nonce, data: await crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce }, held.key, bytes) };
};
const open = ({ nonce, data }) => crypto.subtle.decrypt({ name: "AES-GCM", iv: nonce }, held.key, data);

export async function put(entry) {
  if (stays()) {
    const { key, state, at, ...rest } = entry;
    const box = await lock(new TextEncoder().encode(JSON.stringify(rest)));
    await inStore(ENTRIES, "readwrite", (store) => store.put({ key: place(key), state, at, owner: held.owner, box }));
  } else memory.set(entry.key, entry);
  tell();
}
export const remove = async (key) => {
  if (isKept) await inStore(ENTRIES, "readwrite", (store) => store.delete(place(key)));
  memory.delete(key);
  tell();
};
const rows = async () => ((await opened) ? inStore(ENTRIES, "readonly", (store) => store.getAll()) : []);
export const all = async () => {
  const mine = held ? (await rows()).filter((row) => row.owner === held.owner) : [];
  const found = await Promise.all(mine.map(async ({ key, state, at, box }) => ({ key, state, at, ...JSON.parse(new TextDecoder().decode(await open(box))) })));
  return [...found, ...memory.values()].sort((one, other) => one.at - other.at);
};
export const get = async (key) => (await all()).find((one) => [key, place(key)].includes(one.key));
// How many records of somebody else wait here, locked.
export const others = async () => (await rows()).filter((row) => row.owner !== owner() && row.state !== "sent" && row.state !== "draft").length;

// A file, counted and locked piece by piece; only its key, length and digest go into the record.
export const keepFile = async (key, blob) => {
  const digest = new Sha256();
  for (let at = 0, index = 0; at < blob.size; at += PIECE, index++) {
    const piece = new Uint8Array(await blob.slice(at, at + PIECE).arrayBuffer());
    digest.update(piece);
    if (stays()) { const locked = await lock(piece); await inStore(PIECES, "readwrite", (store) => store.put(locked, `${key}:${index}`)); }
  }
  if (!stays()) blobs.set(key, blob);
  return { size: blob.size, sha256: digest.hex() };
};
export const piece = async (key, index) => {
  if (blobs.has(key)) return new Uint8Array(await blobs.get(key).slice(index * PIECE, (index + 1) * PIECE).arrayBuffer());
  return new Uint8Array(await open(await inStore(PIECES, "readonly", (store) => store.get(`${key}:${index}`))));
};
export const dropFile = async (key) => {
  blobs.delete(key);
  if (await opened) await inStore(PIECES, "readwrite", (store) => store.delete(IDBKeyRange.bound(`${key}:`, `${key}:\uffff`)));
};
