/* One box chooses every row of the page, and the button says how many are chosen. Without it each box is pressed. */
(() => {
  "use strict";
  const form = document.getElementById("massal");
  const head = document.getElementById("semua");
  if (!form || !head) return;
  const boxes = [...document.querySelectorAll("input[name=n][form=massal]")];
  const count = form.querySelector("output");
  const told = () => {
    const chosen = boxes.filter((box) => box.checked).length;
    count.textContent = chosen ? form.dataset.chosen.replace("{n}", chosen) : "";
    head.checked = chosen === boxes.length;
    head.indeterminate = chosen > 0 && chosen < boxes.length;
  };
  head.closest("label").hidden = false;
  head.addEventListener("change", () => { for (const box of boxes) box.checked = head.checked; told(); });
  for (const box of boxes) box.addEventListener("change", told);
  addEventListener("pageshow", told);
})();
/* Once a minute the open queue looks whether it has changed. Counts, title and icon follow; the rows somebody reads stay
   where they are, and a line says that there is more. It is no sign of life of who sits there: the session still locks. */
(() => {
  "use strict";
  const told = document.getElementById("berubah");
  const rowsOf = (page) => [...page.querySelectorAll("tr[data-v]")].map((row) => row.dataset.v).join(" ");
  const before = rowsOf(document);
  const follow = (page, where) => {
    const [here, there] = [document.querySelector(where), page.querySelector(where)];
    if (here && there && here.outerHTML !== there.outerHTML && !here.contains(document.activeElement)) here.replaceWith(there);
  };
  const look = async () => {
    if (document.hidden) return;
    try {
      const answer = await fetch(location.href, { headers: { "X-By-Itself": "1" }, redirect: "error" });
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      document.title = page.title;
      follow(page, "link[rel=icon]");
      follow(page, "nav:has(> .views)");
      told.hidden = rowsOf(page) === before;
    } catch { /* no signal: looked at again in a minute */ }
  };
  setInterval(look, 60000);
  document.addEventListener("visibilitychange", look);
})();
