/* A template begins the text as soon as it is chosen; without this, the button beside it does so on the server. */
(() => {
  "use strict";
  const pick = document.querySelector("[data-pick]");
  if (!pick) return;
  const form = pick.form;
  const area = form.elements[pick.dataset.pick];
  const begun = form.elements.begun;
  const same = (one, other) => one.split(/\s+/).join(" ").trim() === other.split(/\s+/).join(" ").trim();
  pick.nextElementSibling.remove();  // also no longer what Enter presses
  const fitting = () => {
    const chosen = form.querySelector('input[name="outcome"]:checked');
    for (const option of pick.options) {
      option.hidden = Boolean(chosen && option.dataset.outcome && option.dataset.outcome !== chosen.value);
    }
  };
  pick.addEventListener("change", () => {
    const option = pick.selectedOptions[0];
    if (!option.value) return;
    const before = [...pick.options].find((one) => one.value && one.value === begun.value);
    const own = before && same(area.value, before.dataset.text) ? "" : area.value.trim();
    area.value = own ? `${own}\n\n${option.dataset.text}` : option.dataset.text;
    begun.value = option.value;
    const outcome = form.querySelector(`input[name="outcome"][value="${option.dataset.outcome || "-"}"]`);
    if (outcome && !form.querySelector('input[name="outcome"]:checked')) outcome.click();
    area.dispatchEvent(new Event("input", { bubbles: true }));
    area.focus();
    const gap = /\{[^{}\n]{1,60}\}/.exec(area.value);
    if (gap) area.setSelectionRange(gap.index, gap.index + gap[0].length);
  });
  form.addEventListener("change", fitting);
  fitting();
})();
