// Small conveniences of the desk. Every page works without this file, only less comfortably.
(() => {
  "use strict";
  const body = document.body;
  const byId = (id) => document.getElementById(id);
  const tell = (name, detail) => body.dispatchEvent(new CustomEvent(name, { bubbles: true, detail }));

  // The socket says that something changed, never what; fragments with hx-trigger="… from:body" then ask again.
  const FIRST_WAIT = 1000, LONGEST_WAIT = 30000, SIGNED_OUT = 4401;
  let wait = FIRST_WAIT, lost = false, leaving = false;

  const announce = (topic) => {
    const [kind, id] = topic.split(":");
    tell(kind + "-changed", { id });
  };

  const show = (id, visible) => { const banner = byId(id); if (banner) banner.hidden = !visible; };

  const connect = () => {
    const socket = new WebSocket((location.protocol === "https:" ? "wss://" : "ws://") + location.host + body.dataset.socket);
    const page = document.querySelector("[data-matter]");
    socket.onopen = () => {
      if (page) socket.send(JSON.stringify({ watch: page.dataset.matter }));
      if (lost) {
        show("connection-lost", false);
        show("connection-back", true);
        setTimeout(() => show("connection-back", false), 4000);
        ["notices", "matter"].forEach(announce);
      }
      lost = false;
      wait = FIRST_WAIT;
    };
    socket.onmessage = (message) => (JSON.parse(message.data).changed || []).forEach(announce);
    socket.onclose = (event) => {
      if (leaving) return;
      if (event.code === SIGNED_OUT) return show("connection-ended", true);
      lost = true;
      show("connection-back", false);
      show("connection-lost", true);
      setTimeout(connect, wait * (0.5 + Math.random()));
      wait = Math.min(wait * 2, LONGEST_WAIT);
    };
  };

  addEventListener("pagehide", () => { leaving = true; });
  if (body.dataset.socket) connect();

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
    if (!typing && search && event.key === search.dataset.focusKey && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      search.focus();
    }
  });
  const summary = document.querySelector(".error-summary");
  if (summary) summary.focus();
})();
