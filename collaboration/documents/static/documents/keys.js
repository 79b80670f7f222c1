// What keys and buttons do: levels, kinds, moving, tables, attachments. Every command has the form that ProseMirror asks for.
import { newId, NUMBERED, positionOf } from "./schema.js";
import { classify, writtenNumber } from "./plugins.js";

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
