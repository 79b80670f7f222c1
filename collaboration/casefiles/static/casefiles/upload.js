// Files go up part by part: counted first (SHA-256), then sent; a cut line is waited out, the same file chosen again goes on
// where it stopped. Without this file the form takes small files, one at a time.
import { Sha256 } from "./digest.js";

const AT_ONCE = 3, FIRST_WAIT = 1000, LONGEST_WAIT = 30000, SHOWN_WAIT = 1500;
const pause = (time) => new Promise((resolve) => setTimeout(resolve, time));
const begun = new WeakSet();

class Refusal extends Error {}

class Upload {
  constructor(form, file) {
    this.form = form;
    this.words = form.dataset;
    this.file = file;
    this.row = form.querySelector("template").content.firstElementChild.cloneNode(true);
    this.row.querySelector("b").textContent = file.name;
    this.row.querySelector("button").addEventListener("click", () => this.stop());
    form.querySelector("[data-uploads]").append(this.row);
  }

  async run() {
    try {
      const sha256 = await this.count();
      const given = { name: this.file.name, size: this.file.size, sha256, about: this.words.about || "" };
      const { upload, next, piece } = await this.send(this.words.begin, JSON.stringify(given));
      this.address = this.words.address.replace(this.words.nobody, upload);
      for (let index = next; index * piece < this.file.size;) {
        const part = await this.read(index * piece, (index + 1) * piece);
        index = (await this.send(`${this.address}${index}/`, part)).next;
        this.show(this.words.sending, Math.min(index * piece, this.file.size));
      }
      this.show(this.words.finishing, this.file.size);
      const kept = await this.send(`${this.address}finish/`, "");
      this.end(this.words.kept, kept.sha256.match(/.{8}/g).join(" "));
      return true;
    } catch (error) {
      if (!this.stopped) this.end(error instanceof Refusal ? error.message : this.words.changed);
      return false;
    }
  }

  // The digest, counted before anything is sent: a file that is changed meanwhile is refused.
  async count() {
    const digest = new Sha256(), step = Number(this.words.piece);
    for (let at = 0; at < this.file.size; at += step) {
      digest.update(await this.read(at, at + step));
      this.show(this.words.counting, Math.min(at + step, this.file.size));
      await pause(0);
    }
    return digest.hex();
  }

  async read(start, end) {
    return new Uint8Array(await this.file.slice(start, end).arrayBuffer());
  }

  // One request, repeated until the line carries it; what the portal refuses is refused for good.
  async send(address, body) {
    for (let wait = FIRST_WAIT; ; wait = Math.min(wait * 2, LONGEST_WAIT)) {
      if (this.stopped) throw new Refusal("");
      try {
        const headers = { "X-CSRFToken": this.form.querySelector("[name=csrfmiddlewaretoken]").value, "Content-Type": "application/octet-stream" };
        const answer = await fetch(address, { method: "POST", body, headers });
        if (answer.ok && !answer.redirected) return await answer.json();
        if (answer.redirected || answer.status < 500) throw new Refusal((await answer.json().catch(() => ({}))).error || this.words.lost);
      } catch (error) {
        if (error instanceof Refusal) throw error;
      }
      this.say(this.words.waiting);
      await pause(wait);
    }
  }

  say(words) { this.row.querySelector("span").textContent = words; }

  show(words, done) {
    const bar = this.row.querySelector("progress");
    bar.max = this.file.size;
    bar.value = done;
    this.say(`${words} ${Math.floor((100 * done) / Math.max(this.file.size, 1))} %`);
  }

  end(words, digest = "") {
    this.say(words);
    this.row.querySelector("progress").hidden = true;
    this.row.querySelector("button").hidden = true;
    this.row.querySelector("small").textContent = digest;
  }

  stop() {
    this.stopped = true;
    if (this.address) this.send.call({ ...this, stopped: false, say() {} }, `${this.address}drop/`, "").catch(() => {});
    this.row.remove();
  }
}

// The page as it is now. Where one of the files is chosen in a form, what was typed there stays: the lists alone are renewed.
const show = async () => {
  const lists = [...document.querySelectorAll("select[data-files]")];
  if (!lists.length) return location.replace(`${location.pathname}#files`) || location.reload();
  const answer = await fetch(location.href);
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  lists.forEach((list) => {
    const chosen = list.value;
    list.replaceChildren(...fresh.getElementById(list.id).options);
    list.value = chosen;
  });
  document.querySelector("[data-listed]").replaceWith(fresh.querySelector("[data-listed]"));
  window.htmx?.process(document.querySelector("[data-listed]"));
};

const takeOver = (form) => {
  if (begun.has(form)) return;
  begun.add(form);
  const input = form.querySelector("input[type=file]"), queue = [];
  let running = 0, kept = 0;
  const next = async () => {
    if (running >= AT_ONCE || !queue.length) return;
    running += 1;
    if (await queue.shift().run()) kept += 1;
    running -= 1;
    next();
    if (!running && !queue.length && kept) setTimeout(show, SHOWN_WAIT);
  };
  input.multiple = true;
  form.querySelector("[data-plain]").hidden = true;
  form.addEventListener("submit", (event) => event.preventDefault());
  input.addEventListener("change", () => {
    [...input.files].forEach((file) => queue.push(new Upload(form, file)));
    input.value = "";
    for (let lane = 0; lane < AT_ONCE; lane++) next();
  });
};

const all = () => document.querySelectorAll("form[data-uploading]").forEach(takeOver);
all();
document.body.addEventListener("htmx:afterSettle", all);
addEventListener("beforeunload", (event) => {
  if (document.querySelector("[data-uploads] progress:not([hidden])")) event.preventDefault();
});
