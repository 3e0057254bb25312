/* Step 3: another way to be told, without loading the page again. */
(() => {
  "use strict";
  const kind = document.getElementById("id_contact_kind");
  const contact = document.getElementById("id_contact");
  const label = document.querySelector("label[for=id_contact]");
  const hint = document.getElementById("id_contact_helptext");
  const buttons = [...document.querySelectorAll("button[name=use]")];
  for (const button of buttons) {
    button.addEventListener("click", (event) => {
      event.preventDefault();
      kind.value = button.value;
      contact.type = contact.autocomplete = button.value === "email" ? "email" : "tel";
      label.textContent = button.dataset.label;
      hint.textContent = button.dataset.hint;
      for (const other of buttons) other.hidden = other === button;
      contact.focus();
    });
  }
})();
