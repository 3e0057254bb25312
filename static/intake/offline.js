/* P18: the three steps on one page, written without signal. What is missing is said before the report is put aside. */
(() => {
  "use strict";
  const { besadu } = self;
  const at = (id) => document.getElementById(id);
  const form = at("luring"), say = form.dataset, summary = at("kurang");
  const topic = () => form.querySelector("[name=category]:checked");
  form.hidden = false;
  at("tanpa_skrip").hidden = true;

  // Whether others may read it is asked only where that can be, and proposed as the topic has it.
  const publish = at("id_may_publish");
  let asked = false;
  publish.addEventListener("change", () => { asked = true; });
  const offer = () => {
    const how = topic()?.dataset.publish;
    publish.closest(".f, .opt").hidden = how === "never";
    if (how === "never") publish.checked = false;
    else if (!asked && how) publish.checked = how === "yes";
  };
  form.addEventListener("change", (event) => { if (event.target.name === "category") offer(); });

  const missing = () => {
    const value = (name) => (form.elements[name]?.value || "").trim();
    const chosen = topic(), found = [];
    if (!chosen) found.push(["category", say.category]);
    if (value("story").length < 10) found.push(["story", say.story]);
    if (chosen?.dataset.place && !form.elements.no_place.checked && !value("village")) found.push(["village", say.village]);
    if (value("contact_choice") === "tell" && !value("contact")) found.push(["contact", say.contact]);
    return found;
  };
  at("simpan").addEventListener("click", async () => {
    const found = missing();
    summary.hidden = !found.length;
    summary.querySelector("h2").textContent = say.missing;
    summary.querySelector("ul").replaceChildren(...found.map(([name, words]) => {
      const row = document.createElement("li"), link = document.createElement("a");
      const field = form.elements[name];
      link.href = `#${(field[0]?.id ? field[0] : field).id}`;
      link.textContent = words;
      row.append(link);
      return row;
    }));
    if (found.length) return summary.focus();
    await self.besaduPhotos?.settled();
    await besadu.ready;
    await besadu.keep();
    const one = { ...besadu.mine };
    delete one.key;  // what is written here goes whole, under the phone's own number
    delete one.seen;
    besadu.mine.state = "over";
    form.hidden = true;
    try {
      const { state } = await besadu.handOver(one);
      if (state === "wrong") location.assign("/lapor/draf/");
      if (state === "waiting") besadu.forgetTab();
    } catch {
      form.hidden = false;  // nothing can be kept: the line below the form says so
      besadu.mine.state = "draft";
    }
  });
})();
