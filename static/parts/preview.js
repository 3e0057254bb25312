// Shows what the reporter will read while it is written; the page says the same in words without it.
(() => {
  "use strict";
  for (const shown of document.querySelectorAll("[data-preview]")) {
    const field = document.getElementById(shown.dataset.preview);
    const nothing = field.value.trim() ? "" : shown.textContent;
    // Gaps that nobody has filled yet are marked: they hold the text back.
    const show = () => {
      const parts = (field.value.trim() || nothing || "…").split(/(\{[^{}\n]{1,60}\})/);
      shown.replaceChildren(...parts.map((part, number) => {
        if (number % 2 === 0) return part;
        const mark = document.createElement("mark");
        mark.textContent = part;
        return mark;
      }));
    };
    field.addEventListener("input", show);
    show();
  }
  for (const shown of document.querySelectorAll("[data-preview-choice]")) {
    const show = () => {
      const chosen = document.querySelector(`input[name="${shown.dataset.previewChoice}"]:checked`);
      shown.textContent = chosen ? chosen.labels[0].textContent.trim() : "…";
    };
    document.addEventListener("change", show);
    addEventListener("pageshow", show);
    show();
  }
})();
