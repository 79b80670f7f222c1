// Small conveniences of the desk. Every page works without this file, only less comfortably.
(() => {
  "use strict";
  const byId = (id) => document.getElementById(id);

  // A toast never lies over something to press: where it would, it stands on top of the page instead.
  const PRESSED = "button, .button, input, select, textarea, summary";
  const covers = (toast) => {
    const mine = toast.getBoundingClientRect();
    return [...document.querySelectorAll(PRESSED)].some((other) => {
      const box = other.getBoundingClientRect();
      return !toast.contains(other) && box.width && box.left < mine.right && box.right > mine.left
        && box.top < mine.bottom && box.bottom > mine.top;
    });
  };
  window.portal = { covers };
  const toasts = document.querySelector(".toasts");
  if (toasts && toasts.children.length && covers(toasts)) {
    toasts.classList.add("in-flow");
    byId("main").prepend(toasts);
  }

  // Toasts: stay long enough to be read, longer under the pointer or the focus, and can be closed.
  const SHOWN_FOR = 9000;
  const keep = (toast) => toast.matches(":hover") || toast.contains(document.activeElement);
  const expire = (toast) => setTimeout(() => (keep(toast) ? expire(toast) : toast.remove()), SHOWN_FOR);
  document.querySelectorAll("[data-toast]").forEach((toast) => {
    toast.querySelector("[data-dismiss]").hidden = false;
    expire(toast);
  });

  // Dialogs: <a href="/the/confirm/page/" data-opens="id-of-dialog">; without a dialog the page itself opens.
  const closeMenus = (except) => document.querySelectorAll("details.menu[open]").forEach((menu) => {
    if (!menu.contains(except)) menu.open = false;
  });
  document.addEventListener("click", (event) => {
    closeMenus(event.target);
    const opener = event.target.closest("[data-opens]");
    const dialog = opener && byId(opener.dataset.opens);
    if (dialog && dialog.showModal) { event.preventDefault(); dialog.showModal(); }
    const closer = event.target.closest("[data-closes]");
    if (closer) closer.closest("dialog").close();
    const dismissed = event.target.closest("[data-dismiss]");
    if (dismissed) dismissed.closest("[data-toast]").remove();
  });

  // One click, one act: a form that is under way is not sent twice.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.sent) return event.preventDefault();
    form.dataset.sent = "yes";
    if (event.submitter) event.submitter.setAttribute("aria-busy", "true");
  });
  addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => {
    delete form.dataset.sent;
    form.querySelectorAll("[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
  }));

  // "/" goes to the search box, Escape closes menus; the error summary takes the focus.
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      closeMenus(null);
      if (location.hash === "#navigation") location.hash = "main";
    }
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    const search = document.querySelector("[data-focus-key]");
    const keys = localStorage.getItem("keys") !== "off";
    if (keys && !typing && search && event.key === search.dataset.focusKey && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      search.focus();
    }
  });
  const summary = document.querySelector(".error-summary");
  if (summary) summary.focus();
})();
