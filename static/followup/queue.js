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
