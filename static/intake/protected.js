/* [Keluar cepat]: leave at once and let the neutral page take this one's place in the history; Shift three times too. */
(() => {
  "use strict";
  const link = document.querySelector("[data-quick-exit]");
  if (!link) return;
  let times = [];
  const leave = () => {
    document.body.hidden = true;
    location.replace(link.href);
  };
  link.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });
  document.addEventListener("keyup", (event) => {
    if (event.key !== "Shift") {
      times = [];
      return;
    }
    times = [...times.slice(-2), event.timeStamp];
    if (times.length === 3 && times[2] - times[0] < 1500) leave();
  });
})();
