// The live side of the desk. The socket says that something changed, never what: this page then asks again, from the last
// number it knows. Every page works without this file, only without moving by itself.
(() => {
  "use strict";
  const body = document.body;
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
    if (kind === "matter" && id === matter) meanwhile();
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
    if (window.portal.covers(shown)) return shown.remove();
    shown.querySelector("[data-close]").addEventListener("click", () => shown.remove());
    const end = () => (shown.matches(":hover") || shown.contains(document.activeElement) ? setTimeout(end, SHOWN_FOR) : shown.remove());
    setTimeout(end, SHOWN_FOR);
  };
  addEventListener("scroll", () => [...document.querySelectorAll("#live-toasts > *")].filter(window.portal.covers).forEach((one) => one.remove()), { passive: true });

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

  if (body.dataset.socket) connect();
})();
