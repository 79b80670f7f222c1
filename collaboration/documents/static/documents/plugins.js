// What keeps the text in order while it is written: an id for every block, numbers, remarks at their words, clean paste.
import { classify, FORMS, newId, plain, writtenNumber } from "./text.js";

// Gives new blocks an id. Of two blocks with one id, the one where the block stood before keeps it.
export function blockIds({ state }) {
  const mapped = (transactions, position) => transactions.reduce((at, one) => one.mapping.map(at, -1), position);
  return new state.Plugin({
    appendTransaction(transactions, old, now) {
      if (!transactions.some((one) => one.docChanged)) return null;
      const places = new Map();
      now.doc.forEach((node, at) => places.set(node.attrs.id, [...(places.get(node.attrs.id) || []), at]));
      const tr = now.tr;
      if ([...places].some(([id, at]) => !id || at.length > 1)) giveIds(tr, places, transactions, old, now);
      if (now.doc.lastChild.type.name === "table") tr.insert(now.doc.content.size, now.schema.node("line", { id: newId() }));
      return tr.docChanged ? tr : null;
    },
  });

  function giveIds(tr, places, transactions, old, now) {
    const was = new Map();
    old.doc.forEach((node, at) => was.set(node.attrs.id, at));
    const fresh = [];
    for (const [id, at] of places) {
      if (id && at.length === 1) continue;
      let keep = id ? at[0] : -1;
      if (id && was.has(id)) { // where is the first position inside the old block now?
        const inside = mapped(transactions, was.get(id) + 1);
        const $inside = now.doc.resolve(Math.min(inside, now.doc.content.size));
        const home = $inside.depth ? $inside.before(1) : inside;
        if (at.includes(home)) keep = home;
      }
      fresh.push(...at.filter((position) => position !== keep));
    }
    const gone = new Map(); // pasted over: the new block takes the id of the one it replaced
    was.forEach((position, id) => {
      const nowAt = mapped(transactions, position);
      if (id && !places.has(id) && !gone.has(nowAt)) gone.set(nowAt, id);
    });
    fresh.forEach((position) => tr.setNodeAttribute(position, "id", gone.get(position) || newId()));
  }
}

// The server counts characters (code points), the browser UTF-16 units; they differ after 𠮷 and other rare characters.
const units = (text, points) => (/[\ud800-\udbff]/.test(text) ? [...text].slice(0, points).join("").length : points);
const points = (text, count) => (/[\ud800-\udbff]/.test(text) ? [...text.slice(0, count)].length : count);

// Opinions and proposals as decorations; they travel with the text but are never part of it.
export function remarks({ state, view }, key) {
  const { Decoration, DecorationSet } = view;
  const proposed = (remark) => () => { // a function and a stable key: a ready element is redrawn at every key and breaks the input method
    const shown = document.createElement("ins");
    shown.className = "remark remark-insert";
    shown.dataset.remark = remark.id;
    shown.textContent = remark.proposed;
    shown.contentEditable = "false";
    return shown;
  };
  const drawOne = (remark, node, base) => {
    if (node.type.name === "table") {
      return [Decoration.node(base - 1, base - 1 + node.nodeSize, { class: "remark-table", "data-remark": remark.id }, { remark })];
    }
    const text = node.textContent, drawn = [];
    const from = base + Math.min(units(text, remark.start), text.length), to = base + Math.min(units(text, remark.end), text.length);
    const nodeName = remark.kind === "delete" || remark.kind === "replace" ? "del" : "mark";
    const attributes = { nodeName, class: "remark remark-" + remark.kind, "data-remark": remark.id };
    if (to > from) drawn.push(Decoration.inline(from, to, attributes, { remark }));
    if (remark.kind === "insert" || remark.kind === "replace") {
      drawn.push(Decoration.widget(to, proposed(remark), { side: 1, key: "remark-" + remark.id, remark, ignoreSelection: true }));
    }
    return drawn;
  };
  const draw = (doc, list) => {
    const at = new Map();
    doc.forEach((node, position) => at.set(node.attrs.id, [node, position + 1]));
    return DecorationSet.create(doc, list.filter((one) => at.has(one.block)).flatMap((one) => drawOne(one, ...at.get(one.block))));
  };
  return new state.Plugin({
    key,
    state: {
      init: () => ({ set: DecorationSet.empty, list: [] }),
      apply(tr, was, _old, now) {
        const list = tr.getMeta(key);
        if (list) return { set: draw(now.doc, list), list };
        return tr.docChanged ? { ...was, set: was.set.map(tr.mapping, tr.doc) } : was;
      },
    },
    props: { decorations: (now) => key.getState(now).set },
  });
}

// Where a remark stands now: its range, or null where its words are gone.
export function placeOf(state, key, id) {
  const found = key.getState(state).set.find(undefined, undefined, (spec) => spec.remark && spec.remark.id === id);
  if (!found.length) return null;
  return { from: Math.min(...found.map((one) => one.from)), to: Math.max(...found.map((one) => one.to)), remark: found[0].spec.remark };
}

// The places of all remarks, as the server counts them.
export function anchors(state, key) {
  return key.getState(state).list.map(({ id }) => {
    const place = placeOf(state, key, id);
    if (!place) return { id, block: "" };
    const $from = state.doc.resolve(place.from);
    if (!$from.depth) return { id, block: (state.doc.nodeAt(place.from) || { attrs: { id: "" } }).attrs.id };
    const node = $from.node(1), text = node.textContent, start = $from.start(1);
    return { id, block: node.attrs.id, start: points(text, place.from - start), end: points(text, place.to - start) };
  });
}

// 一、（一） 1. （1）: counted from the order of blocks, shown, stored only in versions. Not by CSS counters: they are missing from the
// accessible name. A number that is written out counts too, so that the next one follows it.
export function numbers({ state, view }) {
  const levels = ["h1", "h2", "h3", "h4"];
  const draw = (doc) => {
    let last = {};
    const drawn = [];
    doc.forEach((node, position) => {
      const { kind, auto } = node.attrs;
      if (kind === "issued_title" || kind === "attachment") last = {};
      if (kind === "li") {
        if (auto) drawn.push(view.Decoration.node(position, position + node.nodeSize, { "data-no": "——" }));
        return;
      }
      if (!FORMS[kind] || !node.content.size) return;
      const written = auto ? null : writtenNumber(node.textContent);
      if (!auto && (!written || written.kind !== kind)) return;
      last[kind] = auto ? (last[kind] || 0) + 1 : written.value;
      const below = kind === "chapter" ? levels : kind === "article" ? levels.slice(1) : levels.slice(levels.indexOf(kind) + 1);
      below.forEach((level) => delete last[level]);
      if (auto) drawn.push(view.Decoration.node(position, position + node.nodeSize, { "data-no": FORMS[kind](last[kind]) }));
    });
    return view.DecorationSet.create(doc, drawn);
  };
  const signature = (doc) => {
    let said = "";
    doc.forEach((node) => {
      const { kind, auto } = node.attrs;
      const written = !auto && FORMS[kind] ? writtenNumber(node.textContent) : null;
      said += `${kind || "t"}${auto ? 1 : 0}${node.content.size ? 1 : 0}${written && written.kind === kind ? written.value : ""},`;
    });
    return said;
  };
  const key = new state.PluginKey("numbers");
  return new state.Plugin({
    key,
    state: {
      init: (_config, now) => ({ said: signature(now.doc), set: draw(now.doc) }),
      apply(tr, was) {
        if (!tr.docChanged) return was;
        const said = signature(tr.doc);
        return { said, set: said === was.said ? was.set.map(tr.mapping, tr.doc) : draw(tr.doc) };
      },
    },
    props: { decorations: (now) => key.getState(now).set },
  });
}

const FULL_WIDTH = { ",": "，", ":": "：", ";": "；", "(": "（", ")": "）", "?": "？", "!": "！" };
const CHINESE = /[\u3000-\u9fff\uff00-\uffef“”]/;
const tidy = (text) => plain(text).replace(/[\s\u00a0\u3000]+/g, " ").trim()
  .replace(/ ?([,:;()?!]) ?/g, (all, mark, at, whole) => {
    const before = whole[at - 1] || "", after = whole[at + all.length] || "";
    return CHINESE.test(before || after) && (!before || CHINESE.test(before)) && (!after || CHINESE.test(after)) ? FULL_WIDTH[mark] : all;
  })
  .replace(/([\u4e00-\u9fff]) (?=[\u4e00-\u9fff])/g, "$1");

// Strings only: Trusted Types forbid parsing here. ProseMirror itself drops scripts, styles and unknown attributes; what would only
// make noise in reports about the content security policy goes first. Paragraphs inside a cell would burst the table.
const ownHTML = (html) => html
  .replace(/<(style|script|xml|title)\b[\s\S]*?<\/\1\s*>/gi, "").replace(/<!--[\s\S]*?-->|<!\[(?:if|endif)[^>]*>/g, "").replace(/<\/?o:p[^>]*>/gi, "")
  .replace(/<[a-z][^>]*>/gi, (tag) => tag.replace(/\s(?:style|on\w+|src|srcset|background)\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]+)/gi, ""))
  .replace(/<(td|th)\b([^>]*)>([\s\S]*?)<\/\1>/gi, (_all, _tag, attributes, inside) => {
    const span = /\bcolspan\s*=\s*["']?(\d{1,2})/i.exec(attributes);
    const text = inside.replace(/<\/(?:p|div)>\s*<(?:p|div)[^>]*>|<br[^>]*>/gi, " ").replace(/<[^>]+>/g, "").replace(/\s+/g, " ").trim();
    return `<td>${text}</td>` + "<td></td>".repeat(span ? Math.max(0, Number(span[1]) - 1) : 0);
  });

export function paste({ state, model }) {
  const { Slice, Fragment } = model;
  const line = (schema, text, attrs) => schema.node("line", attrs, text ? schema.text(text) : null);
  return new state.Plugin({
    props: {
      transformPastedHTML: ownHTML,
      clipboardTextParser(text, _context, _plain, view) {
        const rows = text.split(/\r\n?|\n/).map(tidy).filter(Boolean);
        const open = rows.length ? 1 : 0;
        return new Slice(Fragment.from(rows.map((row) => line(view.state.schema, row, null))), open, open);
      },
      clipboardTextSerializer: (slice) => {
        const texts = [];
        slice.content.forEach((node) => texts.push(node.type.name === "table" ? node.textBetween(0, node.content.size, "\t") : node.textContent));
        return texts.join("\n");
      },
      transformPasted(slice, view) {
        const { schema } = view.state, single = slice.content.childCount === 1, nodes = [];
        const isOwn = slice.content.firstChild && slice.content.firstChild.attrs.id;
        slice.content.forEach((node) => {
          if (node.type.name !== "line") { nodes.push(node); return; }
          const text = single || isOwn ? plain(node.textContent.replace(/[\u00a0\u3000]+/g, " ")) : tidy(node.textContent);
          if (!text && !single) return;
          const found = single || isOwn ? null : classify(text);
          const attrs = found ? { id: node.attrs.id, kind: found.kind, auto: true } : node.attrs;
          nodes.push(line(schema, found ? found.text : text, attrs));
        });
        if (!nodes.length) return Slice.empty;
        const isLine = (node) => node.type.name === "line", last = nodes[nodes.length - 1];
        if (single && isLine(last)) return new Slice(Fragment.from(nodes), 1, 1);
        return new Slice(Fragment.from(nodes), isLine(nodes[0]) && slice.openStart ? 1 : 0, isLine(last) && slice.openEnd ? 1 : 0);
      },
    },
  });
}
