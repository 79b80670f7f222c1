// What was recorded at the door goes to the portal: files in parts, then the attempt. Every attempt and every file carries a
// key made here, and files are known by their digest, so that what is sent twice is there once.
import * as kept from "./keeping.js";

const SHOWN_FOR = 24 * 3600 * 1000;
let isRunning = false, isWanted = false, token = "";

// One request. "later" while there is no line, "out" when nobody is signed in, otherwise what the portal said.
const ask = async (url, options = {}) => {
  let answer;
  try {
    answer = await fetch(url, { ...options, headers: { Accept: "application/json", "X-CSRFToken": token, ...options.headers } });
  } catch { return { outcome: "later" }; }
  if (answer.redirected) return { outcome: new URL(answer.url).pathname.startsWith("/accounts/") ? "out" : "gone" };
  if (answer.status >= 500 || answer.status === 429) return { outcome: "later" };
  const said = (answer.headers.get("Content-Type") || "").startsWith("application/json") ? await answer.json() : null;
  if (!said) return { outcome: "gone" };
  return answer.ok ? { outcome: "sent", ...said } : { outcome: "refused", words: said.error, ...said };
};
const post = (url, body, type) => ask(url, { method: "POST", body, headers: type ? { "Content-Type": type } : {} });
const form = (pairs) => pairs.reduce((body, [name, value]) => { body.append(name, value); return body; }, new FormData());

// Whether the portal is there and knows the person; then it hands out the key of what is kept on this phone.
export const reach = async (url) => {
  const said = await ask(url);
  if (said.outcome === "sent") {
    token = said.token;
    await kept.unlock(said);
  } else if (said.outcome === "out") await kept.forget();
  else if (said.outcome === "later") await kept.recall();
  return said.outcome;
};

const sendFile = async (entry, file) => {
  const about = [["key", file.key], ["attempt_key", entry.key], ["sort", file.sort], ["sha256", file.sha256], ["taken_at", file.taken]];
  const known = await post(entry.to.files, form(about));
  if (!known.wanted) return known;
  const begun = await post(entry.to.begin, JSON.stringify({ name: file.name, size: file.size, sha256: file.sha256, about: "personal" }), "application/json");
  if (begun.outcome !== "sent") return begun;
  for (let index = begun.next; index < begun.parts;) {
    const part = await post(`${entry.to.uploads}${begun.upload}/${index}/`, await kept.piece(file.key, index), "application/octet-stream");
    if (part.outcome !== "sent") return part;
    index = part.next;
  }
  const whole = await post(`${entry.to.uploads}${begun.upload}/finish/`, "");
  return whole.outcome === "sent" ? post(entry.to.files, form(about)) : whole;
};

const sendOne = async (entry) => {
  entry.state = "sending";
  await kept.put(entry);
  for (const file of entry.files.filter((one) => !one.sent)) {
    const said = await sendFile(entry, file);
    if (said.outcome !== "sent") return settle(entry, said);
    file.sent = true;
    await kept.put(entry);
  }
  return settle(entry, await post(entry.to.door, form(entry.fields)));
};
const settle = async (entry, said) => {
  if (said.outcome === "sent") {
    await kept.put({ key: entry.key, title: entry.title, at: Date.now(), state: "sent", files: [] });
    for (const file of entry.files) await kept.dropFile(file.key);
  } else await kept.put({ ...entry, state: { later: "waiting", out: "out", refused: "refused", gone: "gone" }[said.outcome], errors: said.errors || {}, words: said.words || "" });
  return said.outcome;
};

// One page at a time sends; the first entry that finds no line ends the round.
export const flush = async (line) => {
  isWanted = true;
  if (isRunning) return;
  isRunning = true;
  const round = async () => {
    if ((await reach(line)) !== "sent") return;
    for (const entry of await kept.all()) {
      if (entry.state === "sent" && Date.now() - entry.at > SHOWN_FOR) await kept.remove(entry.key);
      if (!["waiting", "sending", "out"].includes(entry.state)) continue;
      const outcome = await sendOne(entry);
      if (outcome === "later" || outcome === "out") break;
    }
  };
  try {
    while (isWanted) {
      isWanted = false;
      await (navigator.locks ? navigator.locks.request("document-service", round) : round());
    }
  } finally { isRunning = false; }
};
