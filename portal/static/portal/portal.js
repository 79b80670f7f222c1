// Small conveniences of the desk. Every page works without this file, only less comfortably.
"use strict";

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

(() => {
  const byId = (id) => document.getElementById(id);

  const toasts = document.querySelector(".toasts");
  const makeRoom = () => {
    if (!toasts || !toasts.children.length || !covers(toasts)) return;
    toasts.classList.add("in-flow");
    byId("main").prepend(toasts);
  };
  makeRoom();
  addEventListener("load", makeRoom);
  const overlying = () => document.querySelectorAll("#live-toasts > *, .toasts:not(.in-flow) > *");
  addEventListener("scroll", () => [...overlying()].filter(covers).forEach((one) => one.remove()), { passive: true });

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
    if (form.getAttribute("action")?.endsWith("/accounts/logout/")) { // no copy of a draft stays for whoever sits here next
      Object.keys(localStorage).filter((name) => name.startsWith("draft:")).forEach((name) => localStorage.removeItem(name));
    }
    form.dataset.sent = "yes";
    if (event.submitter) event.submitter.setAttribute("aria-busy", "true");
  });
  addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => {
    delete form.dataset.sent;
    [...form.elements].forEach((button) => button.removeAttribute("aria-busy"));
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

// The live side of the desk. The socket says that something changed, never what: this page then asks again, from the last
// number it knows. Every page works without it, only without moving by itself.
(() => {
  const body = document.body;
  if (!body.dataset.socket) return;
  const byId = (id) => document.getElementById(id);
  const show = (id, visible) => { const banner = byId(id); if (banner) banner.hidden = !visible; };
  const FIRST_WAIT = 1000, LONGEST_WAIT = 30000, PING = 20000, PATIENCE = 10000, ENDED = 4401, TOASTS = 3, SHOWN_FOR = 9000;
  const matter = (document.querySelector("[data-matter]") || { dataset: {} }).dataset.matter;

  // Hints become events; fragments with hx-trigger="… from:body" ask again. A hint that comes while a fragment is on its way
  // would be lost with the element that is replaced, so it is repeated once the new one is there.
  let told = 0;
  const announce = (topic) => {
    const [kind, id] = topic.split(":");
    told += 1;
    body.dispatchEvent(new CustomEvent(kind + "-changed", { bubbles: true, detail: { id } }));
    if (kind === "notices") news();
    if (kind === "matter" && id && id === matter) meanwhile();
  };
  const EVENTS = ["notices-changed", "matter-changed", "presence-changed"];
  body.addEventListener("htmx:beforeRequest", (event) => { event.detail.xhr.told = told; });
  body.addEventListener("htmx:afterSettle", (event) => {
    const trigger = event.detail.elt.getAttribute("hx-trigger") || "";
    if (event.detail.xhr.told === told) return;
    EVENTS.filter((name) => trigger.includes(name)).forEach((name) => body.dispatchEvent(new CustomEvent(name, { detail: {} })));
  });

  // What came since the last number, oldest first, each once; the bell says how much is unread.
  let last = Number(body.dataset.last), asking = false, askAgain = false;
  const ring = (found) => {
    const bell = byId("bell");
    if (!bell) return;
    bell.setAttribute("aria-label", found.label);
    const count = bell.querySelector(".count");
    count.textContent = found.unread > 99 ? "99+" : found.unread || "";
  };
  const news = async () => {
    if (asking) { askAgain = true; return; }
    asking = true;
    try {
      do {
        askAgain = false;
        const answer = await fetch(body.dataset.news + "?after=" + last, { headers: { Accept: "application/json" } });
        if (!answer.ok || answer.redirected) return;
        const found = await answer.json();
        last = Math.max(last, found.last);
        ring(found);
        found.notices.slice(-TOASTS).forEach(toast);
        askAgain = askAgain || found.more;
      } while (askAgain);
    } catch (error) {
      setTimeout(news, LONGEST_WAIT);
    } finally {
      asking = false;
    }
  };

  // A toast never lies over something to press: where there is no room the bell has to do.
  const toast = (notice) => {
    const model = byId("live-toast"), place = byId("live-toasts");
    if (!model || !place || document.hidden) return;
    const shown = model.content.firstElementChild.cloneNode(true);
    shown.querySelector("form").action = notice.url;
    shown.querySelector("[data-text]").textContent = notice.text;
    shown.querySelector("[data-why]").textContent = notice.why;
    place.append(shown);
    while (place.children.length > TOASTS) place.firstElementChild.remove();
    if (covers(shown)) return shown.remove();
    shown.querySelector("[data-close]").addEventListener("click", () => shown.remove());
    const end = () => (shown.matches(":hover") || shown.contains(document.activeElement) ? setTimeout(end, SHOWN_FOR) : shown.remove());
    setTimeout(end, SHOWN_FOR);
  };

  // Whoever writes is told of what others did meanwhile, and no fragment replaces what is being written.
  const opened = body.dataset.now;
  let writing = false;
  document.addEventListener("input", (event) => {
    const form = event.target.closest("main form");
    if (form && form.method === "post") { form.dataset.dirty = "yes"; writing = true; }
  });
  body.addEventListener("htmx:beforeSwap", (event) => {
    const target = event.detail.target;
    if (target && target.querySelector && target.querySelector("[data-dirty]") && !event.detail.requestConfig.elt.closest("[data-dirty]")) event.detail.shouldSwap = false;
  });
  const meanwhile = async () => {
    const banner = byId("meanwhile");
    if (!writing || !banner) return;
    const answer = await fetch(banner.dataset.url.replace("00000000-0000-0000-0000-000000000000", matter) + "?since=" + encodeURIComponent(opened));
    const text = answer.ok && !answer.redirected ? (await answer.text()).trim() : "";
    if (!text) return;
    banner.querySelector("[data-acts]").innerHTML = text;
    banner.hidden = false;
  };

  // One socket per tab. A dead line is noticed by a question that nobody answers.
  let socket = null, wait = FIRST_WAIT, lost = false, leaving = false, heardAt = 0;
  const hear = (message) => {
    heardAt = Date.now();
    const said = JSON.parse(message.data);
    (said.changed || []).forEach(announce);
    if (said.notices > last) announce("notices");
  };
  const connect = () => {
    socket = new WebSocket((location.protocol === "https:" ? "wss://" : "ws://") + location.host + body.dataset.socket);
    socket.onopen = () => {
      heardAt = Date.now();
      if (matter) socket.send(JSON.stringify({ watch: matter, since: opened }));
      else if (document.querySelector('[hx-trigger*="matter-changed"]')) socket.send(JSON.stringify({ list: true, since: opened }));
      if (lost) {
        show("connection-lost", false);
        show("connection-back", true);
        setTimeout(() => show("connection-back", false), 4000);
        ["notices", "matter:" + (matter || "")].forEach(announce);
      }
      lost = false;
      wait = FIRST_WAIT;
    };
    socket.onmessage = hear;
    socket.onclose = (event) => {
      if (leaving) return;
      if (event.code === ENDED) return show("connection-ended", true);
      lost = true;
      show("connection-back", false);
      show("connection-lost", true);
      setTimeout(connect, wait * (0.5 + Math.random()));
      wait = Math.min(wait * 2, LONGEST_WAIT);
    };
  };
  setInterval(() => {
    if (!socket || socket.readyState !== WebSocket.OPEN) return;
    const asked = Date.now();
    socket.send(JSON.stringify({ ping: true }));
    setTimeout(() => { if (heardAt < asked && socket.readyState === WebSocket.OPEN) socket.close(); }, PATIENCE);
  }, PING);
  addEventListener("offline", () => { if (socket) socket.close(); });
  addEventListener("pagehide", () => { leaving = true; });
  addEventListener("pageshow", (event) => { if (event.persisted) { leaving = false; connect(); } });

  // "g" then "n" goes to the notices; whoever does not want keys of one letter switches them off in the inbox.
  let before = "";
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable], dialog");
    if (typing || event.ctrlKey || event.metaKey || event.altKey || localStorage.getItem("keys") === "off") return;
    if (before === "g" && event.key === "n") byId("bell").click();
    before = event.key;
    setTimeout(() => { before = ""; }, 1500);
  });

  connect();
})();

// Ctrl+K opens the palette, arrows walk through what it found; without this script its page does the same.
(() => {
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
