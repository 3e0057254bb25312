/* Comfort for every page; all of it works without. Texts come from the script's own data attributes. */
(() => {
  "use strict";
  const say = document.currentScript.dataset;
  const all = (selector) => document.querySelectorAll(selector);
  const live = document.getElementById("kabar");
  const tell = (text) => { if (live) live.textContent = text; };
  const words = (button) => button.querySelector("span") || button;  // an icon beside them stays

  // The summary of errors gets the focus, also in browsers that do not know `autofocus` on a box.
  const summary = document.querySelector(".sum[autofocus]");
  if (summary && !("autofocus" in HTMLElement.prototype)) summary.focus();

  // A form is sent once; the pressed button says so. Coming back by history makes it fresh again.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || form.method !== "post") return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    const button = event.submitter;
    if (!button || !button.classList.contains("btn")) return;
    button.dataset.words = words(button).textContent;
    button.setAttribute("aria-disabled", "true");
    words(button).textContent = say.sending;
    tell(say.sending);
  });
  addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    for (const form of all("form[data-sent]")) delete form.dataset.sent;
    for (const button of all("[data-words]")) {
      words(button).textContent = button.dataset.words;
      button.removeAttribute("aria-disabled");
    }
  });

  // Letters left; spoken only when few are left, and after a pause.
  for (const area of all("textarea[data-letters], textarea[maxlength]")) {
    const most = Number(area.dataset.letters || area.maxLength);
    const line = document.createElement("p");
    line.className = "count";
    area.after(line);
    let timer;
    const count = () => {
      const left = most - area.value.length;
      const text = (left < 0 ? say.over : say.left).replace("{n}", Math.abs(left).toLocaleString("id-ID"));
      line.textContent = text;
      line.classList.toggle("over", left < 0);
      clearTimeout(timer);
      if (left < 200 && document.activeElement === area) timer = setTimeout(tell, 1000, text);
    };
    area.addEventListener("input", count);
    count();
  }

  // Buttons that only a script can serve are hidden until it is here.
  const press = (selector, act) => {
    for (const button of all(selector)) {
      button.hidden = false;
      button.addEventListener("click", () => act(button));
    }
  };
  press("[data-print]", () => print());
  press("[data-reveal]", (button) => {
    const field = document.getElementById(button.dataset.reveal);
    const before = button.textContent;
    button.textContent = button.dataset.hide;
    button.dataset.hide = before;
    field.type = field.type === "password" ? "text" : "password";
  });
  if (navigator.clipboard) {
    press("[data-copy]", async (button) => {
      const target = document.getElementById(button.dataset.copy);
      await navigator.clipboard.writeText(target ? target.textContent.trim() : button.dataset.copy);
      tell(say.copied);
      const label = words(button);
      if (label.textContent === say.copied) return;
      const before = label.textContent;
      label.textContent = say.copied;
      setTimeout(() => { label.textContent = before; }, 2000);
    });
  }
})();
