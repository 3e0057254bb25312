// The suggestion follows the category at once. Without this script [Perbarui saran] does the same.
(() => {
  const script = document.currentScript;
  const suggestions = JSON.parse(document.getElementById("suggestions").textContent);
  const category = document.getElementById("id_category");
  const box = document.getElementById("proposal");
  const text = document.getElementById("proposal-text");
  document.getElementById("suggest").parentElement.hidden = true;

  category.addEventListener("change", () => {
    const found = suggestions[category.value];
    box.hidden = !found;
    if (!found) return;
    document.getElementById("id_term_class").value = found.term_class;
    document.getElementById("id_to").value = found.agency ?? "";
    text.textContent = found.agency
      ? script.dataset.proposal.replace("{agency}", found.name).replace("{reason}", found.reason)
      : script.dataset.none;
  });
})();
