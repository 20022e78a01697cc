// Keys and small comforts. Everything works without this file; only a page that shows work going on asks how far it is.
"use strict";
(() => {
  const inField = (node) => node.closest("input, textarea, select, [contenteditable]");
  const stories = () => [...document.querySelectorAll("[data-story]")];
  const current = () => document.querySelector("[data-story].on");

  const move = (step) => {
    const all = stories();
    if (!all.length) return;
    const at = all.indexOf(current());
    const next = all[Math.max(0, Math.min(all.length - 1, at < 0 ? 0 : at + step))];
    all.forEach((one) => one.classList.toggle("on", one === next));
    next.scrollIntoView({ block: "nearest" });
    const link = next.querySelector("a[href]");
    if (link) link.focus({ preventScroll: true });
  };

  const press = (key) => {
    const within = current() || document;
    const button = within.querySelector(`[data-key="${CSS.escape(key)}"]`) || document.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (button) button.click();
    return Boolean(button);
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "Escape") {
      document.querySelectorAll("form[data-sent]").forEach(free); // loading was stopped: it may be sent again
      document.querySelectorAll("details.menu[open]").forEach((menu) => {
        menu.open = false;
        menu.querySelector("summary").focus();
      });
      return;
    }
    if (inField(event.target) || document.querySelector("dialog[open]")) return;
    const does = {
      "/": () => { const box = document.querySelector("#qq, #find"); if (box) { box.focus(); box.select(); } return Boolean(box); },
      "?": () => { const keys = document.getElementById("keys"); if (keys) keys.showModal(); return Boolean(keys); },
      j: () => { move(1); return true; },
      k: () => { move(-1); return true; },
      o: () => { const link = current() && current().querySelector("a[data-open]"); if (link) link.click(); return Boolean(link); },
    }[event.key];
    if (does ? does() : /^[a-zA-Z]$/.test(event.key) && press(event.key)) event.preventDefault();
  });

  // An open menu closes when one looks elsewhere.
  document.addEventListener("click", (event) => {
    document.querySelectorAll("details.menu[open]").forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
  });

  // A form is sent once: a correction takes seconds, and a second press would make another.
  const free = (form) => { delete form.dataset.sent; form.removeAttribute("aria-busy"); };
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "yes";
    form.setAttribute("aria-busy", "true");
    setTimeout(free, 60000, form);
  });
  window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(free));

  // The page's one menu of collections is put to the story whose link was pressed.
  const collect = document.getElementById("collect");
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-collect]");
    if (!collect || !link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const asked = new URL(link.href).searchParams;
    for (const name of ["story", "document", "following"]) {
      collect.querySelectorAll(`[name=${name}]`).forEach((field) => { field.value = asked.get(name) || ""; });
    }
    collect.showModal();
  });

  // A choice that says so is sent as soon as it is made; its button is for those without script.
  document.querySelectorAll("[data-send]").forEach((field) => {
    field.addEventListener("change", () => field.form.requestSubmit());
  });

  // Work that goes on: its part of the page is asked for again, and the whole page once it is over.
  const follow = async (shown) => {
    try {
      const answer = await fetch(location.href, { credentials: "same-origin" });
      const next = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-follow]");
      if (!answer.ok || !next) { location.reload(); return; }
      shown.replaceChildren(...document.importNode(next, true).childNodes);
    } catch { /* away for now: asked again */ }
    setTimeout(follow, 1500, shown);
  };
  // Where the bar or a row of tabs scrolls, what is shown stands in the middle of it: what is beside it is seen too.
  document.querySelectorAll(".bar nav, .seg").forEach((row) => {
    const shown = row.querySelector("[aria-current]");
    if (shown) row.scrollLeft = shown.offsetLeft - row.offsetLeft - (row.clientWidth - shown.offsetWidth) / 2;
  });
  // The newest stands at the right end of a chart that is wider than the screen.
  document.querySelectorAll("figure.wscroll").forEach((one) => { one.scrollLeft = one.scrollWidth; });

  // After a star or a dismissal one goes on where one was.
  const here = location.hash && document.getElementById(location.hash.slice(1));
  if (here && here.dataset.story) here.classList.add("on");

  // Whoever comes back to a list goes on at the story that was opened.
  const place = `zhibi ${location.pathname}${location.search}`;
  window.addEventListener("pagehide", () => { if (current()) sessionStorage.setItem(place, current().dataset.story); });
  const [how] = performance.getEntriesByType("navigation");
  const left = how && how.type === "back_forward" && sessionStorage.getItem(place);
  if (left && !current()) stories().find((one) => one.dataset.story === left)?.classList.add("on");

  const going = document.querySelector("[data-follow]");
  if (going) setTimeout(follow, 1000, going);
})();
