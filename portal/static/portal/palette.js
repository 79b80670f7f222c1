// Ctrl+K opens the palette, arrows walk through what it found; without this file its page does the same.
(() => {
  "use strict";
  const dialog = document.getElementById("palette");
  const words = document.getElementById("palette-words");
  const hits = () => [...dialog.querySelectorAll("[data-hit]")];

  const open = () => {
    dialog.showModal();
    words.select();
    words.dispatchEvent(new Event("shown"));
  };

  const walk = (step) => {
    const all = hits();
    if (!all.length) return;
    const next = all.indexOf(document.activeElement) + step;
    if (next < 0) words.focus();
    else all[Math.min(next, all.length - 1)].focus();
  };

  document.addEventListener("keydown", (event) => {
    if (!dialog || !dialog.showModal) return;
    if (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      dialog.open ? dialog.close() : open();
    } else if (dialog.open && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      walk(event.key === "ArrowDown" ? 1 : -1);
    } else if (dialog.open && event.key === "Enter" && event.target === words && hits().length) {
      event.preventDefault();
      hits()[0].click();
    }
  });
  document.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
    if (dialog && dialog.showModal && event.target.closest("[data-palette]")) {
      event.preventDefault();
      open();
    }
    if (event.target.closest("[data-print]")) window.print();
  });
})();
