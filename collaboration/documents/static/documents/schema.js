// The text as ProseMirror sees it, and the way from and to the server's list of blocks. No marks: a text has no looks of its own.
const TAGS = { chapter: "h2", h1: "h2", h2: "h3" };
const KINDS_OF_TAGS = { H1: "h1", H2: "h1", H3: "h2", H4: "h3", H5: "h4", H6: "h4", LI: "li" };
export const NUMBERED = ["chapter", "article", "h1", "h2", "h3", "h4", "li"];

const ownId = (dom) => (/^[0-9a-f]{8}$/.test(dom.getAttribute("data-block") || "") ? dom.getAttribute("data-block") : null);
const lineRule = (tag) => ({
  tag,
  preserveWhitespace: "full",
  getAttrs: (dom) => {
    const kind = dom.getAttribute("data-kind") || KINDS_OF_TAGS[dom.nodeName] || "p";
    return { id: ownId(dom), kind, auto: dom.hasAttribute("data-auto") };
  },
});

export function makeSchema({ model }) {
  const cell = {
    content: "text*", tableRole: "cell", isolating: true, marks: "",
    attrs: { colspan: { default: 1 }, rowspan: { default: 1 }, colwidth: { default: null } },
    parseDOM: ["td", "th"].map((tag) => ({ tag, preserveWhitespace: "full" })),
    toDOM: () => ["td", 0],
  };
  const line = {
    group: "block", content: "text*", marks: "", defining: true,
    attrs: { id: { default: null }, kind: { default: "p" }, auto: { default: false } },
    parseDOM: ["h1", "h2", "h3", "h4", "h5", "h6", "li", "p"].map(lineRule),
    toDOM: (node) => [TAGS[node.attrs.kind] || "p", {
      "data-block": node.attrs.id, "data-kind": node.attrs.kind, ...(node.attrs.auto ? { "data-auto": "" } : {}),
    }, 0],
  };
  const table = {
    group: "block", content: "row+", tableRole: "table", isolating: true, attrs: { id: { default: null } },
    parseDOM: [{ tag: "table", getAttrs: (dom) => ({ id: ownId(dom) }) }],
    toDOM: (node) => ["table", { "data-block": node.attrs.id }, ["tbody", 0]],
  };
  const row = { content: "cell*", tableRole: "row", parseDOM: [{ tag: "tr" }], toDOM: () => ["tr", 0] };
  return new model.Schema({ nodes: { doc: { content: "block+" }, line, table, row, cell, text: {} } });
}

// The form that the server keeps text in: one Unicode form, one line, nothing that nobody sees.
const INVISIBLE = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffc\ufffe\uffff]/g;
export const plain = (text) => text.normalize("NFC").replace(/[\t\n]/g, " ").replace(INVISIBLE, "");

export function toBlock(node) {
  if (node.type.name === "table") return { id: node.attrs.id, kind: "table", rows: rowsOf(node) };
  const block = { id: node.attrs.id, kind: node.attrs.kind, text: plain(node.textContent) };
  if (node.attrs.auto && NUMBERED.includes(node.attrs.kind)) block.auto = true;
  return block;
}

// Cells that were joined in a pasted table are written once, the others they cover stay empty: every row is as long as the longest.
function rowsOf(table) {
  const rows = [];
  table.forEach((row) => {
    const cells = [];
    row.forEach((cell) => {
      cells.push(plain(cell.textContent));
      for (let more = 1; more < cell.attrs.colspan; more += 1) cells.push("");
    });
    rows.push(cells);
  });
  const width = Math.max(1, ...rows.map((cells) => cells.length));
  return rows.map((cells) => [...cells, ...Array(width - cells.length).fill("")]);
}

export function toNode(schema, block) {
  const words = (text) => (text ? schema.text(text) : null);
  if (block.kind !== "table") {
    return schema.node("line", { id: block.id, kind: block.kind, auto: block.auto === true }, words(block.text));
  }
  const cells = (row) => row.map((cell) => schema.node("cell", null, words(cell)));
  return schema.node("table", { id: block.id }, block.rows.map((row) => schema.node("row", null, cells(row))));
}

export const blocksOf = (doc) => {
  const blocks = [];
  doc.forEach((node) => blocks.push(toBlock(node)));
  return blocks;
};

export const positionOf = (doc, index) => {
  let position = 0;
  for (let before = 0; before < index; before += 1) position += doc.child(before).nodeSize;
  return position;
};

export const wordsOf = (block) => (!block ? "" : block.kind === "table" ? block.rows.map((row) => row.join(" | ")).join("\n") : block.text);

export const newId = () => [...crypto.getRandomValues(new Uint8Array(4))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

// Bring the text to `blocks` with as few changes as possible, so that caret, undo and remarks survive; not part of one's own undo.
export function apply(view, blocks) {
  const { schema } = view.state;
  const tr = view.state.tr.setMeta("remote", true).setMeta("addToHistory", false);
  const wanted = new Set(blocks.map((block) => block.id));
  for (let index = tr.doc.childCount - 1; index >= 0; index -= 1) {
    const node = tr.doc.child(index);
    if (wanted.has(node.attrs.id) || tr.doc.childCount === 1) continue;
    const at = positionOf(tr.doc, index);
    tr.delete(at, at + node.nodeSize);
  }
  let position = 0;
  blocks.forEach((block, index) => {
    const want = toNode(schema, block);
    let have = index < tr.doc.childCount ? tr.doc.child(index) : null;
    if (!have || have.attrs.id !== block.id) {
      let found = null, at = 0;
      tr.doc.forEach((node, where) => { if (node.attrs.id === block.id) { found = node; at = where; } });
      if (found) tr.delete(at, at + found.nodeSize);
      tr.insert(position, found || want);
      have = tr.doc.child(index);
    }
    if (!have.eq(want)) change(tr, position, have, want);
    position += want.nodeSize;
  });
  if (position < tr.doc.content.size) tr.delete(position, tr.doc.content.size);
  if (tr.docChanged) view.dispatch(tr);
}

function change(tr, position, have, want) {
  if (have.type !== want.type || have.type.name === "table") {
    tr.replaceWith(position, position + have.nodeSize, want);
    return;
  }
  ["kind", "auto"].forEach((name) => {
    if (have.attrs[name] !== want.attrs[name]) tr.setNodeAttribute(position, name, want.attrs[name]);
  });
  const start = have.content.findDiffStart(want.content);
  if (start === null) return;
  let { a, b } = have.content.findDiffEnd(want.content);
  const overlap = start - Math.min(a, b);
  if (overlap > 0) { a += overlap; b += overlap; }
  tr.replace(position + 1 + start, position + 1 + a, want.slice(start, b));
}
