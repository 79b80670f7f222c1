// The inbox by keyboard: j and k go down and up, e presses the row's main button, which changes the list in place.
(() => {
  "use strict";
  const rows = () => [...document.querySelectorAll("[data-rows] > li")];
  const here = () => rows().findIndex((row) => row.contains(document.activeElement));
  const go = (index) => {
    const all = rows();
    const row = all[Math.max(0, Math.min(index, all.length - 1))];
    if (row) row.querySelector(".entry").focus();
  };
  const isOn = () => localStorage.getItem("keys") !== "off";

  document.addEventListener("keydown", (event) => {
    if (!isOn() || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
    if (event.key === "j") go(here() + 1);
    if (event.key === "k") go(here() - 1);
    const button = event.key === "e" && here() >= 0 && rows()[here()].querySelector("[data-key=e]");
    if (button) button.click();
  });

  // Without a page in between: the answer is the list as it is now, and the focus stays where it was.
  document.addEventListener("submit", async (event) => {
    const button = event.submitter;
    if (!button || !button.matches("[data-key=e]")) return;
    event.preventDefault();
    const place = here();
    const sent = new FormData(event.target);
    sent.set(button.name, button.value);
    const answer = await fetch(button.formAction, { method: "post", body: sent });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const list = page.getElementById("inbox");
    if (!answer.ok || !list) return location.reload();
    document.getElementById("inbox").replaceWith(list);
    window.htmx.process(list);
    if (place >= 0) go(place);
  }, true);

  // When the list refreshes by itself, focus and an open menu stay where they are.
  let kept = -1;
  document.body.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target.id !== "inbox") return;
    if (document.querySelector("#inbox details[open]")) event.detail.shouldSwap = false;
    kept = here();
  });
  document.body.addEventListener("htmx:afterSettle", () => {
    if (kept >= 0) go(kept);
    kept = -1;
  });

  const toggle = document.getElementById("keys");
  const label = () => {
    toggle.textContent = isOn() ? toggle.dataset.on : toggle.dataset.off;
    toggle.setAttribute("aria-pressed", String(isOn()));
  };
  toggle.hidden = false;
  label();
  toggle.addEventListener("click", () => {
    localStorage.setItem("keys", isOn() ? "off" : "on");
    label();
  });
})();
