// Autosave: only what changed goes, with what it was; a copy lies on this machine while something is unsaved; where two people changed
// one paragraph both texts are shown. Whatever happens to the line, no word is lost.
import { newId, wordsOf } from "./text.js";

const WAIT = 1500, LONGEST_UNSENT = 5000, KEEP_AFTER = 400, PATIENCE = 10000, LONGEST_WAIT = 30000, LARGEST_PARTING = 60000, MOST_UNANSWERED = 15;
const said = (block) => JSON.stringify(block.kind === "table" ? [block.id, block.kind, block.rows] : [block.id, block.kind, block.text, block.auto === true]);

class Snapshot {
  constructor(sheet) {
    this.order = sheet.blocks.map((block) => block.id);
    this.blocks = new Map(sheet.blocks.map((block) => [block.id, block]));
    this.fields = { ...sheet.fields };
  }

  differs(other, id) {
    const mine = this.blocks.get(id), theirs = other.blocks.get(id);
    return !mine || !theirs ? mine !== theirs : said(mine) !== said(theirs);
  }
}

export class Saver {
  // read() gives {blocks, fields}; apply(blocks, fields, remarks) shows them; composing() is true while an input method is at work.
  constructor({ place, words, read, apply, composing, token, say, clashes, people }) {
    Object.assign(this, { words, read, apply, composing, token, say, clashes, people });
    this.url = place.dataset.save;
    this.stateUrl = place.dataset.state;
    this.key = "kept" in place.dataset ? "draft:" + place.dataset.draft : "";
    this.revision = Number(place.dataset.revision);
    this.saved = new Snapshot(read());
    this.adopted = []; // opinions whose wording was put into the text and whose decision is not saved yet
    this.unanswered = []; // what was sent and may or may not have arrived
    this.dirty = this.busy = this.choosing = false;
    this.flying = null; // what is on its way now
    this.tries = 0;
    addEventListener("pagehide", () => this.part());
    document.addEventListener("visibilitychange", () => (document.hidden ? this.hurry() : this.pull()));
    addEventListener("online", () => this.hurry());
    addEventListener("beforeunload", (event) => {
      if (!this.dirty && !this.busy) return;
      event.preventDefault();
      event.returnValue = "";
    });
  }

  // What a save says: the blocks that differ from what the server has, or from what it may have, with all that they may be there.
  delta() {
    const now = new Snapshot(this.read()), known = [this.saved, ...this.unanswered, ...(this.flying ? [this.flying] : [])];
    const ids = new Set(known.flatMap((one) => one.order).concat(now.order));
    const touched = [...ids].filter((id) => known.some((one) => now.differs(one, id)));
    const was = new Map();
    known.forEach((one) => touched.forEach((id) => { if (one.blocks.has(id)) was.set(said(one.blocks.get(id)), one.blocks.get(id)); }));
    const fields = Object.keys(now.fields).filter((name) => known.some((one) => one.fields[name] !== now.fields[name]));
    return {
      revision: this.revision, order: now.order, orders: known.map((one) => one.order),
      changed: touched.filter((id) => now.blocks.has(id)).map((id) => now.blocks.get(id)), was: [...was.values()],
      metadata: Object.fromEntries(fields.map((name) => [name, now.fields[name]])),
      metadata_was: Object.fromEntries(fields.map((name) => [name, known.map((one) => one.fields[name] || "")])),
      adopted: this.adopted,
    };
  }

  // The decision on an opinion goes with the save that brings its wording.
  adopt(id) {
    this.adopted = [...this.adopted, id];
    this.touched();
  }

  touched() {
    if (!this.dirty) this.since = Date.now();
    this.dirty = true;
    if (!this.tries && !this.choosing) this.say(this.words.unsaved);
    if (!this.tries) {
      clearTimeout(this.timer); // whoever writes without a pause is saved all the same
      this.timer = setTimeout(() => this.send(), Math.max(0, Math.min(WAIT, this.since + LONGEST_UNSENT - Date.now())));
    }
    if (!this.keeping) this.keeping = setTimeout(() => this.keep(), KEEP_AFTER);
  }

  pause() {
    return Math.min(LONGEST_WAIT, 1000 * 2 ** Math.min(this.tries, 5)) * (0.5 + Math.random());
  }

  keep() {
    clearTimeout(this.keeping);
    this.keeping = 0;
    if (!this.key || !(this.dirty || this.busy)) return;
    try {
      localStorage.setItem(this.key, JSON.stringify(this.delta()));
    } catch (error) {
      this.say(this.words.no_room);
    }
  }

  forget() {
    clearTimeout(this.keeping);
    this.keeping = 0;
    if (this.key) localStorage.removeItem(this.key);
  }

  hurry() {
    this.keep();
    clearTimeout(this.timer);
    if (this.dirty) this.send(); else this.pull();
  }

  // The page goes: a small change is sent on its way, everything else waits in the copy.
  part() {
    if (!this.dirty) return;
    this.keep();
    const body = JSON.stringify(this.delta());
    if (this.choosing || new Blob([body]).size > LARGEST_PARTING) return;
    this.mayHaveArrived(new Snapshot(this.read()));
    fetch(this.url, { method: "POST", keepalive: true, body, headers: this.headers() }).catch(() => {});
  }

  mayHaveArrived(snapshot) {
    this.unanswered = [...this.unanswered, snapshot].slice(-MOST_UNANSWERED);
  }

  headers() {
    return { "Content-Type": "application/json", "X-CSRFToken": this.token };
  }

  async send(body) {
    if (this.busy || !this.dirty || this.choosing) return;
    if (this.composing()) {
      this.timer = setTimeout(() => this.send(), 300);
      return;
    }
    this.busy = true;
    const sheet = this.read(), sent = new Snapshot(sheet), adopted = this.adopted, text = JSON.stringify({ ...(body || this.delta()), adopted });
    this.dirty = false;
    this.flying = sent;
    const control = new AbortController(), limit = setTimeout(() => control.abort(), PATIENCE);
    let answer = null, found = null;
    try {
      answer = await fetch(this.url, { method: "POST", body: text, headers: this.headers(), signal: control.signal });
      found = (answer.headers.get("content-type") || "").includes("json") ? await answer.json() : null;
    } catch (error) {
      answer = null;
    }
    clearTimeout(limit);
    this.busy = false;
    this.flying = null;
    if (answer && found && answer.status === 200) this.done(sheet, found, adopted);
    else if (answer && found && answer.status === 409) this.clash(found);
    else this.failed(answer, found, sent);
    if (this.dirty && !this.tries) this.touched();
    else if (this.missed && !this.dirty) this.pull();
  }

  // Resolves once everything is saved, or false when that fails now.
  async settled() {
    for (let turn = 0; turn < 100 && (this.busy || this.dirty); turn += 1) {
      if (this.choosing || (this.tries && turn > 20)) return false;
      if (!this.busy) await this.send(); else await new Promise((resolve) => { setTimeout(resolve, 50); });
    }
    return !this.dirty;
  }

  // Without a clear answer it may have arrived or not: the next save says both.
  failed(answer, found, sent) {
    this.dirty = true;
    this.tries += 1;
    if (!answer || answer.status >= 500) this.mayHaveArrived(sent);
    this.keep();
    if (!answer) this.say(this.key ? this.words.offline : this.words.offline_only_here, "lost");
    else if (answer.status === 422 && found) this.say(this.words.refused.replace("{error}", found.error), "lost");
    else if (answer.redirected || answer.status === 403 || answer.status === 401) this.say(this.words.signed_out, "lost");
    else this.say(this.words.failed, "lost");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), this.pause());
  }

  done(sheet, found, adopted) {
    this.tries = 0;
    this.adopted = this.adopted.filter((id) => !adopted.includes(id));
    this.unanswered = [];
    this.revision = found.revision;
    const server = found.blocks ? { blocks: found.blocks, fields: { ...sheet.fields, ...found.metadata } } : sheet;
    this.saved = new Snapshot(server);
    if (!this.dirty) this.forget();
    this.say(this.words.saved.replace("{time}", found.at));
    if (found.blocks) this.lay(new Snapshot(sheet), server, found.remarks);
  }

  // The server's text, with what was typed since `sent` laid over it.
  lay(sent, server, remarks) {
    const now = this.read(), typed = new Map(), here = new Snapshot(now);
    now.blocks.forEach((block) => { if (here.differs(sent, block.id)) typed.set(block.id, block); });
    const removed = new Set(sent.order.filter((id) => !here.blocks.has(id)));
    const blocks = server.blocks.filter((block) => !removed.has(block.id)).map((block) => typed.get(block.id) || block);
    const known = new Set(blocks.map((block) => block.id));
    now.blocks.forEach((block, index) => {
      if (!typed.has(block.id) || known.has(block.id)) return;
      const before = now.blocks[index - 1];
      blocks.splice(1 + blocks.findIndex((one) => before && one.id === before.id), 0, block);
      known.add(block.id);
    });
    const fields = { ...server.fields };
    Object.keys(fields).forEach((name) => { if (now.fields[name] !== sent.fields[name]) fields[name] = now.fields[name]; });
    this.apply(blocks, fields, remarks);
    if (typed.size || removed.size) this.touched();
  }

  // What others wrote, when a hint says so or the page comes back to the front.
  async pull() {
    this.missed = this.busy || this.choosing;
    if (this.missed) return; // the answer on its way may be older than the hint: asked again when it is here
    try {
      const answer = await fetch(this.stateUrl + "?revision=" + this.revision, { headers: { Accept: "application/json" } });
      if (!answer.ok || answer.redirected) return;
      const found = await answer.json();
      this.people(found.people);
      this.missed = this.busy || this.choosing || this.dirty;
      if (this.missed || !found.blocks || found.revision <= this.revision) return;
      const before = new Snapshot(this.read());
      this.revision = found.revision;
      const server = { blocks: found.blocks, fields: { ...before.fields, ...found.metadata } };
      this.saved = new Snapshot(server);
      this.lay(before, server, found.remarks);
      this.say(this.words.meanwhile.replace("{name}", found.by));
    } catch (error) {
      // the next hint, or the next save, asks again
    }
  }

  // Two people changed the same paragraphs. Sending stops, writing and the copy go on, until for each of them somebody chose.
  clash(found) {
    this.dirty = this.choosing = true;
    this.tries = 0;
    this.keep();
    this.say(this.words.both, "lost");
    this.clashes(found, (chosen) => this.settle(found, chosen));
  }

  // The server's text is the new ground; over it goes what I changed, as it is on the screen now, save where I chose theirs.
  settle(found, chosen) {
    const now = this.read(), here = new Snapshot(now), was = this.saved, theirs = new Map(found.blocks.map((block) => [block.id, block]));
    const known = [was, ...this.unanswered];
    const isMine = (id) => known.every((one) => here.differs(one, id));
    const blocks = [];
    found.blocks.forEach((block) => {
      const own = here.blocks.get(block.id), side = chosen.get(block.id);
      if (side === "theirs") blocks.push(block);
      else if (side === "both") blocks.push(...(own ? [own] : []), { ...block, id: own ? newId() : block.id });
      else if (side === "mine") { if (own) blocks.push(own); }
      else if (own) blocks.push(isMine(block.id) ? own : block);
      else if (!was.blocks.has(block.id)) blocks.push(block);
    });
    const have = new Set(blocks.map((block) => block.id));
    now.blocks.forEach((block, index) => {
      const isNew = !was.blocks.has(block.id), side = chosen.get(block.id);
      if (have.has(block.id) || theirs.has(block.id) || !(isNew || side === "mine" || side === "both")) return;
      const before = now.blocks[index - 1];
      blocks.splice(1 + blocks.findIndex((one) => before && one.id === before.id), 0, block);
      have.add(block.id);
    });
    const fields = { ...now.fields, ...found.metadata };
    Object.keys(now.fields).forEach((name) => {
      const side = chosen.get(name);
      if (side ? side === "mine" : now.fields[name] !== was.fields[name]) fields[name] = now.fields[name];
      else if (side === "both") fields[name] = now.fields[name] + " " + found.metadata[name];
    });
    this.revision = found.revision;
    this.unanswered = [];
    this.saved = new Snapshot({ blocks: found.blocks, fields: { ...now.fields, ...found.metadata } });
    this.choosing = false;
    this.apply(blocks, fields, null);
    this.dirty = true;
    this.send();
  }

  // Text that was not saved when this page was last left: shown again, and sent as it was meant; the server merges or asks.
  restore() {
    const raw = this.key && localStorage.getItem(this.key);
    if (!raw) return;
    const copy = JSON.parse(raw), now = this.read();
    const changed = new Map(copy.changed.map((block) => [block.id, block])), here = new Map(now.blocks.map((block) => [block.id, block]));
    const blocks = copy.order.map((id) => changed.get(id) || here.get(id)).filter(Boolean);
    this.apply(blocks.length ? blocks : now.blocks, { ...now.fields, ...copy.metadata }, null);
    this.saved = this.ground(copy, now);
    this.revision = copy.revision;
    this.adopted = copy.adopted || [];
    this.dirty = true;
    this.say(this.words.restored);
    this.send(copy);
  }

  // What the copy was written over, as far as it still matters.
  ground(copy, now) {
    const first = new Map();
    copy.was.forEach((block) => { if (!first.has(block.id)) first.set(block.id, block); });
    const here = new Map(now.blocks.map((block) => [block.id, block]));
    const blocks = (copy.orders[0] || copy.order).map((id) => first.get(id) || here.get(id)).filter(Boolean);
    const fields = { ...now.fields };
    Object.keys(copy.metadata_was).forEach((name) => { fields[name] = copy.metadata_was[name][0]; });
    return new Snapshot({ blocks, fields });
  }
}

// One row for each clash, with both texts and what they differ in, and a button for each way to go on.
export function clashesIn(box, words, editor) {
  const element = (tag, text, className) => {
    const made = document.createElement(tag);
    if (text) made.textContent = text;
    if (className) made.className = className;
    return made;
  };
  const showText = (value, other) => {
    const place = element("p", "", "clash-text");
    if (value === null) { place.append(element("em", words.deleted)); return place; }
    const mine = typeof value === "string" ? value : wordsOf(value);
    const theirs = other === null ? "" : typeof other === "string" ? other : wordsOf(other);
    let start = 0, end = 0;
    while (start < mine.length && mine[start] === theirs[start]) start += 1;
    while (end < mine.length - start && end < theirs.length - start && mine[mine.length - 1 - end] === theirs[theirs.length - 1 - end]) end += 1;
    place.append(mine.slice(0, start));
    if (start < mine.length - end) place.append(element("mark", mine.slice(start, mine.length - end)));
    place.append(mine.slice(mine.length - end));
    return place;
  };
  return (found, settle) => {
    const chosen = new Map();
    box.hidden = false;
    box.replaceChildren(element("h2", words.both));
    found.clashes.forEach((clash) => {
      const row = element("div", "", "clash");
      row.dataset.clash = clash.id;
      const columns = element("div", "", "both"), own = element("div"), other = element("div");
      const isField = clash.id in found.metadata && !found.blocks.some((block) => block.id === clash.id);
      row.append(element("h3", (isField ? words[clash.id] + ": " : "") + words.clash.replace("{name}", found.by)));
      own.append(element("h4", words.mine), showText(clash.mine, clash.theirs));
      other.append(element("h4", words.theirs.replace("{name}", found.by)), showText(clash.theirs, clash.mine));
      columns.append(own, other);
      const buttons = element("div", "", "buttons");
      ["mine", "theirs", "both"].filter((side) => side !== "both" || (clash.mine !== null && clash.theirs !== null)).forEach((side) => {
        const button = element("button", words["take_" + side], "button compact");
        button.type = "button";
        button.dataset.take = side;
        button.addEventListener("click", () => {
          chosen.set(clash.id, side);
          row.remove();
          if (chosen.size < found.clashes.length) { box.querySelector("button").focus(); return; }
          box.hidden = true;
          editor().focus();
          settle(chosen);
        });
        buttons.append(button);
      });
      row.append(columns, buttons);
      box.append(row);
    });
    box.scrollIntoView({ block: "nearest" });
    box.focus();
  };
}
