/* Single keys of the desk, for who turned them on (ux.md 4.2). Everything they do stands on the page as a link or a
   button; while somebody types they do nothing. The views' cases are kept for this tab, so that j and k go on from case to case. */
(() => {
  "use strict";
  const { queue, search, list } = document.currentScript.dataset;
  const ACTS = { v: "verifikasi", t: "teruskan", b: "jawab", n: "catatan", y: "tanya", p: "tugas" };
  const GO = { a: queue, t: `${queue}?v=terlambat`, m: `${queue}?v=menunggu` };
  const KEPT = "besadu-tampilan";
  const links = [...document.querySelectorAll("main .stack a.title")];
  const boxes = () => [...document.querySelectorAll("input[name=n][form=massal]")];
  const changed = (box) => box.dispatchEvent(new Event("change", { bubbles: true }));
  let last = null;
  let going = 0;

  let around = [];
  try {
    if (links.length) sessionStorage.setItem(KEPT, JSON.stringify(links.map((link) => link.pathname)));
    around = JSON.parse(sessionStorage.getItem(KEPT) || "[]");
  } catch { /* a browser that keeps nothing: j and k work in the queue alone */ }

  const boxOf = (link) => link && link.closest("tr").querySelector("input[name=n]");
  const current = () => links.indexOf(document.activeElement);

  const step = (by) => {
    if (links.length) {
      const next = links[Math.min(Math.max(current() + by, 0), links.length - 1)];
      next.focus();
      next.scrollIntoView({ block: "nearest" });
      return;
    }
    const here = around.indexOf(location.pathname);
    if (here >= 0 && around[here + by]) location.assign(around[here + by]);
  };

  const choose = (whole) => {
    const box = boxOf(links[current()]);
    if (!box) return;
    const all = boxes();
    const from = whole && last ? all.indexOf(last) : all.indexOf(box);
    const [first, end] = [from, all.indexOf(box)].sort((a, b) => a - b);
    const on = !box.checked;
    for (const one of all.slice(first, end + 1)) one.checked = on;
    last = box;
    changed(box);
  };

  const act = (event) => {
    const { key } = event;
    if (going && Date.now() - going < 1500 && GO[key]) return location.assign(GO[key]);
    going = 0;
    if (key === "g") going = Date.now();
    else if (key === "j") step(1);
    else if (key === "k") step(-1);
    else if (key === "o" && current() >= 0) links[current()].click();
    else if (key === "x" || key === "X") choose(event.shiftKey);
    else if (key === "?") location.assign(list);
    else if (key === "Escape") { for (const box of boxes()) { box.checked = false; changed(box); } }
    else if (key === "/") {
      const field = document.querySelector("main input[type=search]");
      if (field) field.focus();
      else location.assign(search);
    } else if (ACTS[key] && !links.length) {
      const way = document.querySelector(`main a[href$="/${ACTS[key]}/"]`);
      if (!way) return;
      way.click();
    } else return;
    event.preventDefault();
  };

  addEventListener("keydown", (event) => {
    const { target, key } = event;
    if (event.defaultPrevented || event.isComposing || event.repeat && key !== "j" && key !== "k") return;
    if (event.ctrlKey && key === "Enter" && target.form) {
      target.form.requestSubmit(target.form.querySelector("button.btn:not(.line):not(.link)"));
      return;
    }
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]")) return;
    act(event);
  });
})();
