// The suggestion follows the category at once. Without this script [Perbarui saran] does the same.
(() => {
  const script = document.currentScript;
  const suggestions = JSON.parse(document.getElementById("suggestions").textContent);
  const category = document.getElementById("id_category");
  const box = document.getElementById("proposal");
  const text = document.getElementById("proposal-text");
  const forward = document.getElementById("forward"); // only there for who may hand on
  document.getElementById("suggest").parentElement.hidden = true;

  category.addEventListener("change", () => {
    const found = suggestions[category.value];
    box.hidden = !found;
    if (!found) return;
    // What goes outside has a class that no agency of ours works under.
    if (!found.outside) document.getElementById("id_term_class").value = found.term_class;
    document.getElementById("id_to").value = found.agency ?? "";
    const sentence = found.agency ? script.dataset.proposal : found.outside ? script.dataset.outside : script.dataset.none;
    text.textContent = sentence.replace("{agency}", found.name).replace("{reason}", found.reason);
    if (!forward) return;
    forward.parentElement.hidden = !found.outside;
    forward.href = `${forward.pathname}?kategori=${category.value}&lembaga=${found.outside ?? ""}`;
  });
})();
