// The form at the door. Without this file it is an ordinary form; with it, nothing is lost when the line is.
import * as kept from "./keeping.js";
import { flush, reach } from "./queue.js";

const AGAIN = 15000; // milliseconds until what waits is tried once more
const AHEAD = 600000; // milliseconds that the clock of a phone may be ahead

const begin = async (form) => {
  const byId = (id) => document.getElementById(id);
  const say = byId("say").dataset, told = form.dataset, path = location.pathname, DRAFT = "draft:" + path;
  const to = { door: path, files: told.files, begin: told.begin, uploads: told.uploads };
  const rules = JSON.parse(byId("rules").textContent);
  const newKey = () => (crypto.randomUUID ? crypto.randomUUID() : "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (digit) => (digit ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (digit / 4)))).toString(16)));
  let files = [];

  const chosen = (name) => (form.querySelector(`[name=${name}]:checked`) || {}).value || "";
  const label = (name) => form.querySelector(`[name=${name}]:checked`).closest("label").textContent.trim();
  const place = (name) => form.querySelector(`[data-field="${name}"]`);

  // Only what this manner and this result ask for stands there.
  const arrange = () => {
    const manner = chosen("manner"), result = chosen("result");
    form.querySelectorAll("[data-manners]").forEach((field) => {
      const { manners, results } = field.dataset;
      const isAsked = (!manners || manners.split(" ").includes(manner)) && (!results || results.split(" ").includes(result));
      field.hidden = !isAsked && !field.querySelector(".taken li");
    });
    form.querySelectorAll("fieldset.group").forEach((group) => { group.hidden = !group.querySelector("[data-field]:not([hidden])"); });
  };

  // What is missing, in a sentence beside its field.
  const mark = (name, words) => {
    const field = place(name);
    if (!field) return;
    field.classList.add("invalid");
    const list = document.createElement("ul"), line = document.createElement("li");
    list.className = "errorlist live"; line.textContent = words; list.append(line);
    const label = field.querySelector("label, legend");
    label ? label.after(list) : field.prepend(list);
    const input = field.querySelector("input:not([type=hidden]), select, textarea");
    if (input) input.setAttribute("aria-invalid", "true");
  };
  const clear = (field) => {
    field.classList.remove("invalid");
    field.querySelectorAll(".errorlist").forEach((list) => list.remove());
    field.querySelectorAll("[aria-invalid]").forEach((input) => input.removeAttribute("aria-invalid"));
  };
  const unmark = () => {
    form.querySelectorAll(".error-summary").forEach((summary) => summary.remove());
    form.querySelectorAll("[data-field]").forEach(clear);
    byId("wrong").hidden = true;
  };
  const show = (errors) => {
    unmark();
    Object.entries(errors).forEach(([name, words]) => mark(name, [].concat(words).join(" ")));
    byId("wrong").hidden = false;
    byId("wrong").focus();
  };
  const missing = () => {
    const manner = chosen("manner"), result = chosen("result"), errors = {};
    ["manner", "result"].filter((name) => !chosen(name)).forEach((name) => { errors[name] = rules.required; });
    const at = form.elements.happened_at.value, number = form.elements.officer_1_number.value.trim();
    if (!at) errors.happened_at = rules.required;
    else if (new Date(at) > Date.now() + AHEAD) errors.happened_at = rules.future;
    if (number && number === form.elements.officer_2_number.value.trim()) errors.officer_2_number = rules.same_number;
    const there = new Set(files.map((file) => file.sort));
    for (const element of form.elements) if (element.name && element.type !== "radio" && element.type !== "file" && element.value.trim()) there.add(element.name);
    rules.table.filter((one) => one.manners.includes(manner) && one.result === result && !one.any.some((name) => there.has(name)))
      .forEach((one) => { errors[one.field] = one.words; });
    if (manner === "left" && result === "served" && there.has("witness") && !there.has("witness_of")) errors.witness_of = rules.witness_of;
    return errors;
  };

  // Files: counted and locked the moment they are made, shown small.
  const take = async (input) => {
    const sort = input.dataset.sort, chosenFiles = [...input.files];
    for (const file of chosenFiles) {
      if (file.size > Number(told.largest)) { mark(sort, say.large); continue; }
      const key = newKey();
      try {
        const { size, sha256 } = await kept.keepFile(key, file);
        const again = files.some((one) => one.sort === sort && one.sha256 === sha256);
        if (!again) files.push({ key, sort, size, sha256, name: file.name, type: file.type, taken: new Date(file.lastModified).toISOString() });
      } catch { mark(sort, say.full); await kept.dropFile(key); }
    }
    input.value = "";
    picture();
    keep();
  };
  const thumbnail = async (file, shown) => {
    if (!file.type.startsWith("image/") || file.size > kept.PIECE * 8) return shown.remove();
    const pieces = [];
    for (let index = 0; index * kept.PIECE < file.size; index++) pieces.push(await kept.piece(file.key, index));
    shown.src = URL.createObjectURL(new Blob(pieces, { type: file.type }));
  };
  const picture = () => form.querySelectorAll("[data-taken]").forEach((list) => {
    list.querySelectorAll("img").forEach((shown) => URL.revokeObjectURL(shown.src));
    list.replaceChildren(...files.filter((file) => file.sort === list.dataset.taken).map((file) => {
      const line = byId("photograph").content.firstElementChild.cloneNode(true), shown = line.querySelector("img");
      thumbnail(file, shown).catch(() => shown.remove());
      line.querySelector("span").textContent = `${file.name} · ${file.sha256.slice(0, 12)}`;
      line.querySelector("button").addEventListener("click", () => { files = files.filter((one) => one !== file); kept.dropFile(file.key); picture(); keep(); });
      return line;
    }));
  });

  // What is being typed is kept as well, until it is recorded.
  const fields = () => [...new FormData(form)].filter(([name, value]) => name !== "csrfmiddlewaretoken" && typeof value === "string");
  let keeping = null;
  const keep = () => {
    clearTimeout(keeping);
    told.drafted = "";
    keeping = setTimeout(async () => {
      await kept.put({ key: DRAFT, state: "draft", at: Date.now(), fields: fields(), files });
      told.drafted = "yes";
    }, 300);
  };
  const fill = (entry) => {
    entry.fields.forEach(([name, value]) => {
      const element = form.elements[name];
      if (!element) return;
      if (element instanceof RadioNodeList) form.querySelectorAll(`[name=${name}]`).forEach((radio) => { radio.checked = radio.value === value; });
      else element.value = value;
    });
    files = entry.files;
    picture();
    arrange();
  };
  const fresh = () => {
    const officers = ["officer_1", "officer_1_number", "officer_2", "officer_2_number"].map((name) => [name, form.elements[name].value]);
    form.reset();
    officers.forEach(([name, value]) => { form.elements[name].value = value; });
    form.elements.key.value = newKey();
    form.elements.happened_at.value = new Date(Date.now() - new Date().getTimezoneOffset() * 60000).toISOString().slice(0, 16);
    files = [];
    unmark();
    picture();
    arrange();
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const errors = missing();
    if (Object.keys(errors).length) return show(errors);
    clearTimeout(keeping);
    const entry = { key: form.elements.key.value, title: `${chosen("manner") ? label("manner") : ""} · ${label("result")}`, to, fields: fields(), files, state: "waiting", at: Date.now() };
    await kept.put(entry);
    await kept.remove(DRAFT);
    fresh();
    byId("queue").scrollIntoView({ block: "start" });
    send();
  });
  form.addEventListener("change", (event) => { if (event.target.type === "file") take(event.target); else { arrange(); keep(); } });
  form.addEventListener("input", (event) => {
    const field = event.target.closest("[data-field].invalid");
    if (field) clear(field);
    if (event.target.type !== "file") keep();
  });

  // The list of what is on this phone, and whether it has arrived.
  const STATES = { waiting: ["amber", say.waiting], sending: ["blue", say.sending], sent: ["green", say.sent], refused: ["red", say.refused], out: ["amber", say.waiting], gone: ["red", say.waiting] };
  const list = async () => {
    const entries = (await kept.all()).filter((entry) => entry.state !== "draft"), strangers = await kept.others();
    byId("queue").hidden = !entries.length && !strangers && navigator.onLine;
    byId("others").hidden = !strangers;
    byId("others").textContent = say.others.replace("{count}", strangers);
    byId("line").textContent = navigator.onLine ? byId("line").dataset.online : byId("line").dataset.offline;
    byId("send-now").hidden = !entries.some((entry) => entry.state === "waiting" || entry.state === "out");
    byId("entries").replaceChildren(...entries.map((entry) => {
      const line = byId("entry").content.firstElementChild.cloneNode(true), [colour, words] = STATES[entry.state];
      line.querySelector("[data-words]").textContent = entry.title;
      line.querySelector("[data-detail]").textContent = [new Date(entry.at).toLocaleTimeString(), entry.files.length ? say.files.replace("{count}", entry.files.length) : "", kept.stays() ? "" : say.noStore].filter(Boolean).join(" · ");
      const said = { out: [say.signedOut], gone: [say.gone] }[entry.state] || [entry.words, ...Object.values(entry.errors || {}).flat()].filter(Boolean);
      line.querySelector("[data-errors]").replaceChildren(...(entry.state === "sent" || entry.state === "waiting" ? [] : said).map((one) => Object.assign(document.createElement("li"), { textContent: one })));
      const pill = line.querySelector("[data-state]");
      pill.classList.add(colour);
      pill.textContent = words;
      const correct = line.querySelector("[data-correct]");
      correct.hidden = !(entry.state === "refused" || entry.state === "gone") || entry.to.door !== path;
      correct.addEventListener("click", async () => { await kept.remove(entry.key); fill(entry); show(entry.errors || {}); });
      const discard = line.querySelector("[data-discard]");
      discard.hidden = !(entry.state === "refused" || entry.state === "gone");
      discard.addEventListener("click", async () => {
        if (!confirm(say.discard)) return;
        for (const file of entry.files) await kept.dropFile(file.key);
        await kept.remove(entry.key);
      });
      return line;
    }));
  };
  const send = () => flush(told.line);
  kept.onChange(list);
  byId("send-now").addEventListener("click", send);
  addEventListener("online", () => { list(); send(); });
  addEventListener("offline", list);
  setInterval(async () => { if ((await kept.all()).some((entry) => entry.state === "waiting" || entry.state === "sending")) send(); }, AGAIN);

  form.querySelectorAll(".cameras").forEach((one) => { one.hidden = false; });
  if (!form.querySelector(".invalid")) fresh();
  arrange();
  await reach(told.line);
  const draft = await kept.get(DRAFT);
  if (draft) fill(draft);
  form.dataset.ready = "";
  list();
  send();
  if ("serviceWorker" in navigator) navigator.serviceWorker.register(told.worker).catch(() => {});
};

const form = document.getElementById("door");
if (form) begin(form);
