/* Where the phone can share by itself, one button does; the links beside it stay. */
(() => {
  "use strict";
  const button = document.querySelector("[data-share]");
  if (!button || !navigator.share) return;
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.share({ title: button.dataset.share, url: button.dataset.url });
    } catch { /* closed again: nothing was shared, nothing to say */ }
  });
})();
