/* Marking words of a text to speak about them. Without this file people copy the words into the form. */
"use strict";
(() => {
  const length = (text) => Array.from(text).length; // the portal counts code points
  const place = document.getElementById("marked");

  const paragraphOf = (node) => {
    const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
    return element && element.closest("[data-block] > .prose > p, [data-block] > .prose > h2, [data-block] > .prose > h3");
  };

  const marked = () => {
    const selection = document.getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    const paragraph = paragraphOf(range.startContainer);
    if (!paragraph) return null;
    const end = paragraphOf(range.endContainer) === paragraph ? null : paragraph;
    const before = document.createRange();
    before.setStart(paragraph, 0);
    before.setEnd(range.startContainer, range.startOffset);
    const words = range.cloneRange();
    if (end) words.setEnd(paragraph, paragraph.childNodes.length);
    const start = length(before.toString());
    const size = length(words.toString());
    return size ? { block: paragraph.closest("[data-block]").id, start, end: start + size } : null;
  };

  const offer = () => {
    const found = marked();
    place.hidden = !found;
    if (!found) return;
    const link = place.querySelector("a");
    link.href = `?block=${found.block}&from=${found.start}&to=${found.end}#${found.block}`;
  };
  if (place && document.querySelector("[data-commented]")) document.addEventListener("selectionchange", offer);

  const box = document.querySelector("[data-pick]");
  if (!box) return;
  const text = box.querySelector("textarea");
  const form = box.closest("form");
  const field = (name) => form.elements[name];
  const same = () => field("proposed_text") && (!field("proposed_text").value || field("proposed_text").value === field("quote").value);
  const take = () => {
    if (document.activeElement !== text || text.selectionStart === text.selectionEnd) return;
    const words = text.value.slice(text.selectionStart, text.selectionEnd);
    if (same()) field("proposed_text").value = words;
    field("quote").value = words;
    field("start").value = length(text.value.slice(0, text.selectionStart));
  };
  box.hidden = false;
  text.readOnly = false; // in a read-only box the arrow keys mark nothing; what is typed is held back instead
  text.addEventListener("beforeinput", (event) => event.preventDefault());
  const chosen = field("quote").value;
  if (chosen) {
    const at = Array.from(text.value).slice(0, Number(field("start").value || 0)).join("").length;
    text.setSelectionRange(at, at + chosen.length);
  }
  text.addEventListener("select", take);
  text.addEventListener("keyup", take);
  field("quote").addEventListener("input", () => { field("start").value = ""; });
})();
