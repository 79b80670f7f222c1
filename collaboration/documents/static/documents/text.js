// The text: as ProseMirror sees it, the way from and to the server's list of blocks, its numbers, and what keys and buttons do to it.
// No marks: a text has no looks of its own.
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

const HAN = "零一二三四五六七八九";
const HAN_NUMERAL = "[零〇一二三四五六七八九十百两]";
function han(number) {
  if (number > 999) return [...String(number)].map((digit) => "〇一二三四五六七八九"[digit]).join("");
  const hundreds = Math.floor(number / 100), tens = Math.floor((number % 100) / 10), ones = number % 10;
  let text = hundreds ? HAN[hundreds] + "百" : "";
  if (tens) text += tens === 1 && !hundreds ? "十" : HAN[tens] + "十";
  else if (hundreds && ones) text += "零";
  return text + (ones || !text ? HAN[ones] : "");
}
function value(numeral) {
  if (/^\d+$/.test(numeral)) return Number(numeral);
  let total = 0, pending = 0;
  for (const sign of numeral.replace(/〇/g, "零").replace(/两/g, "二")) {
    const unit = { 十: 10, 百: 100 }[sign];
    if (unit) { total += (pending || 1) * unit; pending = 0; } else pending = HAN.indexOf(sign);
  }
  return total + pending;
}

export const FORMS = {
  chapter: (number) => `第${han(number)}章 `, article: (number) => `第${han(number)}条 `, h1: (number) => han(number) + "、",
  h2: (number) => `（${han(number)}）`, h3: (number) => number + ".", h4: (number) => `（${number}）`,
};
const WRITTEN = [
  ["h1", new RegExp(`^(${HAN_NUMERAL}{1,4})[、.．](?=\\S)`)],
  ["h2", new RegExp(`^[（(](${HAN_NUMERAL}{1,4})[）)](?=\\S)`)],
  ["h3", /^(\d{1,3})[.．、]\s?(?=\d{4}年|[^\d\s])/],
  ["h4", /^[（(](\d{1,3})[）)](?=\S)/],
  ["chapter", new RegExp(`^第(${HAN_NUMERAL}{1,5}|\\d{1,3})[编章节](?=\\s|[^的中里内所、和与至]|$)\\s?`)],
  ["article", new RegExp(`^第(${HAN_NUMERAL}{1,5}|\\d{1,3})条(?!第|规定|所|的|至|、|和|与|及|中|之|，)\\s?`)],
];
const LONGEST_HEADING = 60;

// The number that a paragraph opens with: {kind, value, rest}, or null.
export function writtenNumber(text) {
  if (text.startsWith("——") && text.length > 2) return { kind: "li", value: 1, rest: text.slice(2) };
  for (const [kind, pattern] of WRITTEN) {
    const match = pattern.exec(text);
    if (match) return { kind, value: value(match[1]), rest: text.slice(match[0].length) };
  }
  return null;
}

// What a pasted or finished paragraph is by its number: a heading that numbers itself; a long paragraph keeps its number as words.
export function classify(text) {
  const number = writtenNumber(text);
  return number && number.rest.length <= LONGEST_HEADING ? { kind: number.kind, text: number.rest, auto: true } : null;
}

// Keys and buttons: levels, kinds, moving, tables, attachments. Every command has the form that ProseMirror asks for.
const LEVELS = ["h1", "h2", "h3", "h4", "p"];

// The blocks of lines that the selection touches, each with its position.
export function linesIn(state) {
  const found = [];
  const { from, to } = state.selection;
  state.doc.nodesBetween(from, to, (node, position, parent) => {
    if (parent === state.doc && node.type.name === "line") found.push([node, position]);
    return false;
  });
  return found;
}

export function makeCommands(pm) {
  const { undo, redo, closeHistory } = pm.history;
  const { chainCommands, joinBackward } = pm.commands;
  const { TextSelection } = pm.state;
  const { addRowAfter, addColumnAfter, deleteRow, deleteColumn, deleteTable, goToNextCell } = pm.tables;

  // A heading that becomes one here numbers itself; one that has its number in words keeps it there.
  const setKind = (kind) => (state, dispatch) => {
    const lines = linesIn(state);
    if (!lines.length) return false;
    if (!dispatch) return true;
    const tr = state.tr;
    lines.forEach(([node, position]) => {
      const next = typeof kind === "function" ? kind(node.attrs.kind) : kind;
      const written = writtenNumber(node.textContent);
      const isAuto = NUMBERED.includes(next) && !(written && written.kind === next) && (next === node.attrs.kind ? node.attrs.auto : true);
      tr.setNodeAttribute(position, "kind", next);
      tr.setNodeAttribute(position, "auto", isAuto);
    });
    dispatch(tr.scrollIntoView());
    return true;
  };
  const shift = (step) => setKind((kind) => {
    const at = LEVELS.indexOf(kind);
    return at < 0 ? kind : LEVELS[Math.max(0, Math.min(LEVELS.length - 1, at + step))];
  });

  // Let lines number themselves, taking written numbers off, or write the shown numbers out so that they stay as they are.
  const setAuto = (isAuto, lines) => (state, dispatch, view) => {
    const chosen = (lines || linesIn(state)).filter(([node]) => NUMBERED.includes(node.attrs.kind));
    if (!chosen.length) return false;
    if (!dispatch) return true;
    const tr = closeHistory(state.tr);
    chosen.forEach(([node, position]) => {
      const at = tr.mapping.map(position);
      if (node.attrs.auto === isAuto) return;
      tr.setNodeAttribute(at, "auto", isAuto);
      const written = writtenNumber(node.textContent);
      if (isAuto && written && written.kind === node.attrs.kind) {
        tr.delete(at + 1, at + 1 + node.textContent.length - written.rest.length);
      } else if (!isAuto) {
        const shown = view.nodeDOM(position);
        const number = shown && shown.getAttribute("data-no");
        if (number) tr.insertText(number, at + 1);
      }
    });
    dispatch(tr);
    return true;
  };
  const numberAll = (state, dispatch, view) => {
    const lines = [];
    state.doc.forEach((node, position) => {
      const written = node.type.name === "line" ? writtenNumber(node.textContent) : null;
      if (written && written.kind === node.attrs.kind) lines.push([node, position]);
    });
    return setAuto(true, lines)(state, dispatch, view);
  };

  // The neighbour is carried over, so that the selection need not move.
  const move = (direction) => (state, dispatch) => {
    const from = state.selection.$from.index(0), to = state.selection.$to.index(0);
    const other = direction < 0 ? from - 1 : to + 1;
    if (other < 0 || other >= state.doc.childCount) return true;
    if (!dispatch) return true;
    const start = positionOf(state.doc, from), end = positionOf(state.doc, to + 1);
    const node = state.doc.child(other), at = positionOf(state.doc, other), tr = closeHistory(state.tr);
    if (direction < 0) tr.insert(end, node).delete(at, at + node.nodeSize);
    else tr.delete(at, at + node.nodeSize).insert(start, node);
    dispatch(tr.scrollIntoView());
    return true;
  };
  const moveTo = (from, to) => (state, dispatch) => {
    if (from === to || from + 1 === to) return false;
    const node = state.doc.child(from), at = positionOf(state.doc, from), goal = positionOf(state.doc, to), tr = closeHistory(state.tr);
    if (to > from) tr.insert(goal, node).delete(at, at + node.nodeSize);
    else tr.delete(at, at + node.nodeSize).insert(goal, node);
    dispatch(tr);
    return true;
  };

  const enter = (state, dispatch) => {
    const { $from, empty } = state.selection;
    if ($from.parent.type.name === "cell") return true;
    if ($from.parent.type.name !== "line") return false;
    if (!dispatch) return true;
    const node = $from.parent, tr = state.tr, { line } = state.schema.nodes;
    if (empty && $from.parentOffset === 0 && node.content.size) { // an empty block above; the text keeps its id
      dispatch(tr.insert($from.before(), line.create({ id: newId() })).scrollIntoView());
      return true;
    }
    if (!empty) tr.deleteSelection();
    const $at = tr.selection.$from;
    if ($at.parent.type !== line) return true;
    const { kind, auto } = $at.parent.attrs, isEnd = $at.parentOffset === $at.parent.content.size;
    const found = kind === "p" && isEnd ? classify($at.parent.textContent) : null;
    const isHeading = /^(h\d|chapter|issued_title)$/.test(kind);
    tr.split($at.pos, 1, [{ type: line, attrs: { id: newId(), kind: isEnd && isHeading ? "p" : kind, auto: auto && !(isEnd && isHeading) } }]);
    if (found) {
      tr.setNodeAttribute($at.before(), "kind", found.kind);
      tr.setNodeAttribute($at.before(), "auto", true);
      tr.delete($at.start(), $at.end() - found.text.length);
    }
    dispatch(tr.scrollIntoView());
    return true;
  };

  const backspace = (state, dispatch, view) => {
    const { $from, empty } = state.selection;
    if (!empty || $from.parentOffset || $from.parent.type.name !== "line") return false;
    if ($from.parent.attrs.kind !== "p") return setKind("p")(state, dispatch);
    const index = $from.index(0), before = index ? state.doc.child(index - 1) : null;
    if (before && before.type.name === "line" && !before.content.size) { // the empty one goes, the text keeps its id
      if (dispatch) dispatch(state.tr.delete($from.before() - before.nodeSize, $from.before()).scrollIntoView());
      return true;
    }
    return joinBackward(state, dispatch, view);
  };

  const afterBlock = (state) => state.selection.$to.after(1) || state.doc.content.size;
  const table = (state, dispatch) => {
    if (!dispatch) return true;
    const { schema } = state, at = state.selection.$to.depth ? afterBlock(state) : state.doc.content.size;
    const row = () => schema.node("row", null, [0, 1, 2].map(() => schema.node("cell")));
    const tr = closeHistory(state.tr).insert(at, schema.node("table", { id: newId() }, [row(), row()]));
    dispatch(tr.setSelection(TextSelection.near(tr.doc.resolve(at + 3))).scrollIntoView());
    return true;
  };

  // A new attachment at the end: its label, its title, its text.
  const attachment = (label) => (state, dispatch) => {
    if (!dispatch) return true;
    let count = 0;
    state.doc.forEach((node) => { if (node.attrs.kind === "attachment" && /^附件\s*[\d一二三四五六七八九十]*$/.test(node.textContent)) count += 1; });
    const { schema } = state, at = state.doc.content.size;
    const line = (kind, text) => schema.node("line", { id: newId(), kind, auto: false }, text ? schema.text(text) : null);
    const words = label(count + 1), nodes = [line("attachment", words), line("issued_title", ""), line("p", "")];
    const tr = closeHistory(state.tr).insert(at, nodes);
    dispatch(tr.setSelection(TextSelection.near(tr.doc.resolve(at + words.length + 3))).scrollIntoView());
    return true;
  };

  const commands = {
    raise: shift(-1), lower: shift(1), up: move(-1), down: move(1), undo, redo, table, number: numberAll,
    attachment: attachment((number) => `附件${number}`),
    addRow: addRowAfter, addColumn: addColumnAfter, deleteRow: chainCommands(deleteRow, deleteTable),
    deleteColumn: chainCommands(deleteColumn, deleteTable), deleteTable,
  };
  const keys = {
    "Mod-z": undo, "Mod-y": redo, "Shift-Mod-z": redo, Enter: enter, Backspace: backspace,
    "Alt-Shift-ArrowLeft": shift(-1), "Alt-Shift-ArrowRight": shift(1), "Alt-Shift-ArrowUp": move(-1), "Alt-Shift-ArrowDown": move(1),
    "Mod-Alt-1": setKind("h1"), "Mod-Alt-2": setKind("h2"), "Mod-Alt-3": setKind("h3"), "Mod-Alt-4": setKind("h4"),
    "Mod-Alt-0": setKind("p"), "Mod-Alt-7": setKind("li"),
    Tab: goToNextCell(1), "Shift-Tab": goToNextCell(-1), // in a table; elsewhere, and from its last cell, Tab leaves the text
  };
  return { commands, keys, setKind, setAuto, moveTo };
}
