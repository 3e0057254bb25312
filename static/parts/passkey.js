/* Buttons that ask for a passkey: shown where the browser can. Without this script, passwords and codes do all of it. */
(() => {
  "use strict";
  const say = document.currentScript.dataset;
  if (!window.webauthnJSON || !webauthnJSON.supported()) return;

  for (const apology of document.querySelectorAll("[data-without-passkey]")) apology.hidden = true;

  // The question stands in the page (#id), or is fetched from an address when the button is pressed.
  const question = async (button) => {
    const from = button.dataset.passkey;
    if (from.startsWith("#")) return JSON.parse(document.querySelector(from).textContent);
    const token = button.form.elements.csrfmiddlewaretoken;
    const headers = { Accept: "application/json", "X-CSRFToken": token ? token.value : "" };
    const answer = await fetch(from, { method: button.dataset.method || "POST", headers });
    if (!answer.ok || answer.redirected) throw new Error(say.failed);
    return answer.json();
  };
  const why = (error) => ({ NotAllowedError: say.stopped, InvalidStateError: say.known }[error.name] || say.failed);

  for (const button of document.querySelectorAll("[data-passkey]")) {
    const form = button.form;
    const told = document.getElementById(button.getAttribute("aria-describedby"));
    button.hidden = false;
    button.addEventListener("click", async () => {
      told.hidden = true;
      if (button.dataset.valid !== undefined && !form.reportValidity()) return;
      try {
        const asked = await question(button);
        const answer = asked.creation_options
          ? await webauthnJSON.create(asked.creation_options)
          : await webauthnJSON.get(asked.request_options);
        form.querySelector("[name$=credential]").value = JSON.stringify(answer);
        if (button.dataset.action) form.action = button.dataset.action;
        form.submit();
      } catch (error) {
        told.textContent = why(error);
        told.hidden = false;
      }
    });
  }
})();
