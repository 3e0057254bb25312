/* P17: the list of what lies on this phone. */
(() => {
  "use strict";
  const { besadu } = self;
  const at = (id) => document.getElementById(id);
  const list = at("daftar"), say = list.dataset, live = at("kabar");
  const when = (moment) => new Date(moment).toLocaleString("id-ID", { day: "numeric", month: "long", hour: "2-digit", minute: "2-digit" }).replace(/(\d\d)[.:](\d\d)$/, "$1.$2");

  const thumbnail = async (row, photo) => {
    const canvas = document.createElement("canvas");
    canvas.setAttribute("aria-hidden", "true");
    try {
      const picture = await createImageBitmap(photo.blob, { resizeWidth: 96 });
      canvas.width = picture.width;
      canvas.height = picture.height;
      canvas.getContext("2d").drawImage(picture, 0, 0);
      picture.close();
      row.querySelector(".why").before(canvas);
    } catch { /* a photo this browser cannot show */ }
  };
  const draw = (one) => {
    const row = at("baris").content.cloneNode(true).firstElementChild;
    const inside = (selector) => row.querySelector(selector);
    row.dataset.id = one.id;
    inside("h2").textContent = one.closed ? say.closed : besadu.start(one) || say.untitled;
    for (const part of row.querySelectorAll("[data-state]")) part.hidden = !part.dataset.state.split(",").includes(one.state);
    inside(".no").textContent = one.number || "";
    inside(".meta").textContent = (one.state === "sent" ? say.sent : say.saved).replace("{when}", when(one.saved));
    inside(".why").textContent = one.state === "waiting" ? say.again : one.why || "";
    inside("[name=key]").value = one.key || "";
    inside("[name=id]").value = one.id;
    if (one.photos?.length && !one.closed) thumbnail(row, one.photos[0]);
    return row;
  };
  const show = async () => {
    let all;
    try { all = await besadu.all(); } catch { at("tidak_bisa").hidden = false; return; }
    all = all.filter((one) => one.state !== "draft" || besadu.start(one) || one.photos.length);
    at("hanya_hp_ini").hidden = false;
    at("kosong").hidden = all.length > 0;
    const held = document.activeElement.closest("#daftar li")?.dataset.id;  // the keyboard stays in its row
    list.replaceChildren(...all.map(draw));
    if (held) list.querySelector(`[data-id="${held}"] .row > :not([hidden], form)`)?.focus();
  };
  list.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-act], [data-continue]");
    if (!button) return;
    const row = button.closest("li"), { id } = row.dataset, { act } = button.dataset;
    if (act === "send") besadu.sendAll();
    if (act === "ask" || act === "keep") {
      for (const part of row.querySelectorAll("[data-asked]")) part.hidden = act === "keep";
      row.querySelector("[data-act=ask]").hidden = act === "ask";
      row.querySelector(act === "ask" ? "[data-act=drop]" : "[data-act=ask]").focus();
    }
    if (act === "drop") {
      await besadu.drop(id);
      live.textContent = say.dropped;
      besadu.tell();
      at("isi").focus();
    }
    if (!act) {
      // The server has refused it, so it is no report yet: it goes on as a new draft, under a new number.
      event.preventDefault();
      const one = await besadu.get(id);
      if (one.state === "wrong") {
        const { fields, photos } = one;
        const draft = { id: besadu.newId(), state: "draft", saved: Date.now(), fields, photos: photos.map(({ blob, name }) => ({ blob, name })) };
        await besadu.put(draft);
        await besadu.drop(id);
        besadu.goOn(draft.id);
      } else {
        besadu.goOn(id);
      }
      location.assign(button.href);
    }
  });
  at("tanpa_skrip").hidden = true;
  besadu.listeners.push(show);
  addEventListener("pageshow", show);
})();
