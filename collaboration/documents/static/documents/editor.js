// The drafting editor: puts the parts together, and joins them to the page. The text that the server wrote is parsed and taken over.
import { pm } from "../django_prose_editor/editor.js";
import { apply, blocksOf, linesIn, makeCommands, makeSchema, NUMBERED, positionOf } from "./text.js";
import { anchors, blockIds, numbers, paste, placeOf, remarks } from "./plugins.js";
import { clashesIn, Saver } from "./saver.js";

const byId = (id) => document.getElementById(id);
const told = (id) => JSON.parse(byId(id).textContent);
const place = byId("writing"), root = byId("text"), toolbar = byId("toolbar");
const words = told("draft-words");
const schema = makeSchema(pm), remarkKey = new pm.state.PluginKey("remarks");
const { commands, keys, setKind, setAuto, moveTo } = makeCommands(pm);
const fields = [...document.querySelectorAll("[data-field]")];
let saver = null;

const doc = pm.model.DOMParser.fromSchema(schema).parse(root);
root.textContent = "";
const view = new pm.view.EditorView({ mount: root }, {
  state: pm.state.EditorState.create({
    doc,
    plugins: [
      pm.keymap.keymap({ ...keys, "Mod-s": () => { saver.hurry(); return true; } }), pm.keymap.keymap(pm.commands.baseKeymap), pm.history.history(),
      paste(pm), remarks(pm, remarkKey), numbers(pm), blockIds(pm), pm.tables.tableEditing(),
    ],
  }),
  attributes: { role: "textbox", "aria-multiline": "true", "aria-labelledby": "title-label", lang: "zh-CN", spellcheck: "false" },
  dispatchTransaction(tr) {
    const next = view.state.applyTransaction(tr);
    view.updateState(next.state);
    if (saver && next.transactions.some((one) => one.docChanged && !one.getMeta("remote"))) saver.touched();
    showTools(next.state);
    if (next.transactions.some((one) => one.docChanged)) listRemarks();
  },
});

// The toolbar says where the caret is.
function showTools(state) {
  const [first] = linesIn(state);
  byId("table-tools").hidden = Boolean(first);
  byId("kind").disabled = byId("auto").disabled = !first;
  if (!first) return;
  byId("kind").value = first[0].attrs.kind;
  byId("auto").checked = first[0].attrs.auto;
  byId("auto").disabled = !NUMBERED.includes(first[0].attrs.kind);
}
const run = (command) => { command(view.state, view.dispatch, view); view.focus(); };
toolbar.addEventListener("mousedown", (event) => { if (event.target.closest("button")) event.preventDefault(); });
toolbar.addEventListener("click", (event) => {
  const button = event.target.closest("[data-do]");
  if (button) run(commands[button.dataset.do]);
});
byId("kind").addEventListener("change", (event) => run(setKind(event.target.value)));
byId("auto").addEventListener("change", (event) => run(setAuto(event.target.checked)));

// Opinions: a list below the text, each with the way to its words and, for a proposed wording, the way to put it in.
const setRemarks = (list) => {
  view.dispatch(view.state.tr.setMeta(remarkKey, list).setMeta("addToHistory", false));
  listRemarks();
};
const listed = () => remarkKey.getState(view.state).list;
const button = (text, act) => {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button compact";
  made.textContent = text;
  made.addEventListener("click", act);
  return made;
};
let shownRemarks = "";
function listRemarks() {
  const list = listed().map((one) => ({ ...one, place: one.block ? placeOf(view.state, remarkKey, one.id) : null }));
  const signature = JSON.stringify(list.map((one) => [one.id, Boolean(one.place)]));
  if (signature === shownRemarks) return;
  shownRemarks = signature;
  byId("remarks").hidden = !list.length;
  byId("remarks").querySelector("ul").replaceChildren(...list.map((one) => {
    const item = document.createElement("li"), said = document.createElement("div"), who = document.createElement("b");
    who.textContent = one.unit;
    said.append(who, " ", one.text);
    if (one.quote) { const quote = document.createElement("blockquote"); quote.textContent = one.quote.slice(0, 80); said.append(quote); }
    if (one.proposed) { const ins = document.createElement("ins"); ins.textContent = one.proposed; said.append(ins); }
    if (!one.place && one.block) said.append(lost());
    if (!one.block && one.quote) said.append(lost());
    item.append(said);
    if (one.place) item.append(button(words.show, () => show(one.id)));
    if (one.place && one.kind !== "opinion") item.append(button(words.accept, () => accept(one.id)));
    return item;
  }));
}
function lost() {
  const note = document.createElement("div");
  note.className = "below";
  note.textContent = words.lost;
  return note;
}
function show(id) {
  const found = placeOf(view.state, remarkKey, id);
  if (!found) return;
  const $from = view.state.doc.resolve(found.from);
  view.dispatch(view.state.tr.setSelection(pm.state.TextSelection.near($from)).scrollIntoView());
  view.focus();
}
function accept(id) {
  const found = placeOf(view.state, remarkKey, id);
  if (!found) return;
  const { from, to, remark } = found, tr = pm.history.closeHistory(view.state.tr);
  if (remark.kind === "delete" || !remark.proposed) tr.delete(from, to);
  else if (remark.kind === "insert") tr.insertText(remark.proposed, to);
  else tr.replaceWith(from, to, schema.text(remark.proposed));
  view.dispatch(tr);
  saver.adopt(id);
  setRemarks(listed().filter((one) => one.id !== id));
  view.focus();
}

// What came from the server waits until the input method has finished its word.
const whenIdle = (act) => {
  if (!view.composing) act();
  else view.dom.addEventListener("compositionend", () => setTimeout(() => whenIdle(act), 60), { once: true });
};
const read = () => ({ blocks: blocksOf(view.state.doc), fields: Object.fromEntries(fields.map((one) => [one.dataset.field, one.value])) });
const state = byId("save-state"), people = byId("people");
saver = new Saver({
  place, words, read,
  token: document.querySelector("[name=csrfmiddlewaretoken]").value,
  composing: () => view.composing,
  apply: (blocks, values, list) => whenIdle(() => {
    if (blocks) apply(view, blocks);
    fields.forEach((one) => { const value = values[one.dataset.field]; if (value !== undefined && one.value !== value) one.value = value; });
    if (list) setRemarks(list);
  }),
  say: (text, look) => {
    if (state.textContent !== text) state.textContent = text;
    state.classList.toggle("lost", look === "lost");
  },
  people: (names) => {
    people.hidden = !names.length;
    people.textContent = names.length ? words.here.replace("{names}", names.join(words.between)) : "";
  },
  clashes: clashesIn(byId("clashes"), words, () => view),
});
fields.forEach((one) => one.addEventListener("input", () => saver.touched()));
document.body.addEventListener("presence-changed", () => saver.pull());
document.body.addEventListener("matter-changed", () => saver.pull());

// A version is cut from what is saved: first everything is.
byId("cut").addEventListener("submit", async (event) => {
  const form = event.target;
  if (form.dataset.ready) return;
  event.preventDefault();
  if (!(await saver.settled())) return;
  form.elements.revision.value = saver.revision;
  form.dataset.ready = "yes";
  setTimeout(() => form.requestSubmit()); // not while the event that was held back is still on its way
});
addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") { event.preventDefault(); saver.hurry(); }
});

// A handle beside the paragraph under the pointer: dragged, by mouse or finger, it takes the paragraph along.
const handle = byId("handle"), sheet = handle.parentElement;
let held = -1, goal = -1;
const blockAt = (y) => {
  const all = [...root.children];
  const index = all.findIndex((one) => y < one.getBoundingClientRect().bottom);
  return index < 0 ? all.length - 1 : index;
};
const beside = (index) => {
  const box = root.children[index].getBoundingClientRect();
  handle.style.top = box.top - sheet.getBoundingClientRect().top + "px";
  handle.hidden = false;
};
handle.title = words.drag;
sheet.addEventListener("pointermove", (event) => { if (held < 0 && root.children.length) beside(blockAt(event.clientY)); });
view.dom.addEventListener("focusin", () => { const [first] = linesIn(view.state); if (first) beside(view.state.doc.resolve(first[1]).index(0)); });
handle.addEventListener("pointerdown", (event) => {
  event.preventDefault();
  held = goal = blockAt(handle.getBoundingClientRect().top + 4);
  handle.setPointerCapture(event.pointerId);
  sheet.classList.add("dragging");
});
handle.addEventListener("pointermove", (event) => {
  if (held < 0) return;
  const index = blockAt(event.clientY), box = root.children[index].getBoundingClientRect();
  goal = event.clientY > (box.top + box.bottom) / 2 ? index + 1 : index;
  [...root.children].forEach((one, at) => {
    one.classList.toggle("drop-before", at === goal);
    one.classList.toggle("drop-after", goal === root.children.length && at === goal - 1);
  });
});
const drop = (isMeant) => {
  if (held < 0) return;
  const from = held, to = goal;
  held = goal = -1;
  sheet.classList.remove("dragging");
  [...root.children].forEach((one) => one.classList.remove("drop-before", "drop-after"));
  if (isMeant && to >= 0) moveTo(from, to)(view.state, view.dispatch);
};
handle.addEventListener("pointerup", () => drop(true));
handle.addEventListener("pointercancel", () => drop(false));

// An address may name a paragraph: proofreading leads to its places so.
const named = /^#b([0-9a-f]{8})$/.exec(location.hash);
if (named) {
  let at = -1;
  view.state.doc.forEach((node, position) => { if (node.attrs.id === named[1]) at = position; });
  if (at >= 0) {
    view.dispatch(view.state.tr.setSelection(pm.state.TextSelection.near(view.state.doc.resolve(at + 1))).scrollIntoView());
    view.focus();
  }
}

setRemarks(told("draft-remarks"));
saver.people(told("draft-state").people);
saver.restore();
place.dataset.ready = "yes";
place.editor = { view, saver, pm, anchors: () => anchors(view.state, remarkKey), accept, positionOf, blocks: () => read().blocks };
