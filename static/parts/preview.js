// Shows what the reporter will read while it is written; the page says the same in words without it.
(() => {
  "use strict";
  for (const shown of document.querySelectorAll("[data-preview]")) {
    const field = document.getElementById(shown.dataset.preview);
    const nothing = field.value.trim() ? "" : shown.textContent;
    const show = () => { shown.textContent = field.value.trim() || nothing || "…"; };
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
