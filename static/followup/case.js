/* The case page says twice a minute that it is open, and who else has it open. Without it, the button does the first.
   It is no sign of life of who sits there: the session still locks. */
(() => {
  "use strict";
  const form = document.getElementById("dibaca");
  const box = document.getElementById("dibuka");
  if (!form || !box) return;
  const button = form.querySelector("button");
  if (button) button.hidden = true;
  const say = async () => {
    if (document.hidden) return;
    try {
      const answer = await fetch(form.action, {
        method: "POST", body: new FormData(form), headers: { Accept: "application/json", "X-By-Itself": "1" }, redirect: "error",
      });
      if (!answer.ok) return;
      const name = (await answer.json()).open_by;
      const told = name && box.dataset.one.replace("{name}", name);
      if (box.textContent.trim() !== told) box.textContent = told;
      box.hidden = !told;
    } catch { /* no signal: said again in half a minute */ }
  };
  say();
  setInterval(say, 30000);
  document.addEventListener("visibilitychange", say);
})();
