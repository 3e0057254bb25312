/* Drafts and the outbox of this phone (ux.md 3.6); intake/send.js hands in. The service worker uses the upper half too.
   No page of the protected door loads this file. */
(() => {
  "use strict";
  const WEEK = 7 * 24 * 3600e3;

  // --- what lies here: {id, state: draft | waiting | wrong | sent, fields, photos, saved, key, seen, mark, why, number}
  let opened;
  const answer = (asked) => new Promise((done, fail) => {
    asked.onsuccess = () => done(asked.result);
    asked.onerror = () => fail(asked.error);
  });
  const open = async () => {
    const asked = indexedDB.open("besadu", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("reports", { keyPath: "id" });
    return answer(asked);
  };
  const reports = async (mode, ask) => {
    const transaction = (await (opened ||= open())).transaction("reports", mode);
    const asked = ask(transaction.objectStore("reports"));
    return new Promise((done, fail) => {
      transaction.oncomplete = () => done(asked.result);
      transaction.onabort = () => fail(transaction.error);
    });
  };
  const get = (id) => reports("readonly", (kept) => kept.get(id));
  const put = (one) => reports("readwrite", (kept) => kept.put(one));
  const drop = (id) => reports("readwrite", (kept) => kept.delete(id));
  // The newest first; untouched for a week, it goes, unless it waits.
  const all = async () => {
    const found = (await reports("readonly", (kept) => kept.getAll())).sort((a, b) => b.saved - a.saved);
    const old = found.filter((one) => one.state !== "waiting" && one.saved < Date.now() - WEEK);
    for (const one of old) await drop(one.id);
    return found.filter((one) => !old.includes(one));
  };
  const newId = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (n) => n.toString(16).padStart(2, "0")).join("");
  // Somebody else may look on: never more than 20 letters.
  const start = (one) => {
    const story = one.start || (one.fields?.story || "").trim();
    return story.length > 20 ? `${story.slice(0, 19).trim()}…` : story;
  };

  const news = self.BroadcastChannel && new BroadcastChannel("besadu");
  const listeners = [];
  const hear = () => { for (const listen of listeners) listen(); };
  const tell = () => { news?.postMessage(1); hear(); };
  news?.addEventListener("message", hear);
  const besadu = self.besadu = { all, get, put, drop, newId, start, tell, listeners };
  if (!self.document) return;

  const { send } = document.currentScript.dataset;
  const find = (selector) => document.querySelector(selector);
  const quietly = (work) => work().catch(() => {});
  // Which draft this tab writes.
  let memory;
  try { memory = sessionStorage; } catch { /* refused */ }
  besadu.goOn = (id) => memory?.setItem("draf", id);
  besadu.forgetTab = () => memory?.removeItem("draf");

  const line = find("#draf");
  const form = line && find("form[data-draft]");
  const NOT_TYPED = /^(csrfmiddlewaretoken|key|seen|photos|camera)$/;
  const typed = () => [...form.elements].filter((one) => one.name && !NOT_TYPED.test(one.name) && !/^(submit|button|file)$/.test(one.type));
  const ticks = (one) => one.type === "radio" || one.type === "checkbox";
  let mine, timer;

  const keep = async () => {
    clearTimeout(timer);
    timer = 0;
    if (!["draft", "waiting"].includes(mine?.state)) return;
    for (const one of typed()) {
      if (!ticks(one)) mine.fields[one.name] = one.value;
      else if (one.checked) mine.fields[one.name] = one.value;
      else if (one.type === "checkbox" || !(one.name in mine.fields)) mine.fields[one.name] = "";
    }
    if (mine.fields.contact_choice === "unnamed") mine.fields.contact = mine.fields.name = "";
    mine.mark = line.dataset.mark || mine.mark;
    mine.saved = Date.now();
    besadu.goOn(mine.id);
    try {
      await put(mine);
      const time = new Date(mine.saved).toTimeString().slice(0, 5).replace(":", ".");
      line.textContent = line.dataset.saved.replace("{time}", time);
    } catch {
      quietly(() => put({ ...mine, photos: [] }));  // words are light
      line.textContent = line.dataset.full;
      line.className = "count over";
    }
  };
  const soon = () => { timer ||= setTimeout(keep, 1000); };
  const restore = () => {
    const asked = new URLSearchParams(location.search);
    const chosen = { category: "kategori", kind: "jenis", follows: "lanjutan" };
    for (const one of typed()) {
      const value = mine.fields[one.name];
      if (value === undefined || asked.has(chosen[one.name])) continue;
      if (ticks(one)) one.checked = one.value === value;
      else if (!one.defaultValue?.startsWith(value) && one.value === (one.defaultValue ?? one.value)) one.value = value;
    }
    find(`[name=use][value="${mine.fields.contact_kind}"]:not([hidden])`)?.click();
    form.elements.story?.dispatchEvent(new Event("input", { bubbles: true }));
  };
  const begin = async () => {
    const kept = (await all()).filter((one) => !one.closed);
    const { mark } = line.dataset;
    const id = memory?.getItem("draf");
    const found = kept.find((one) => one.state === "draft" && one.id === id)
      || (mark && kept.find((one) => one.mark === mark && ["draft", "waiting"].includes(one.state)));
    if (!found) return;
    Object.assign(mine, found);
    restore();
    for (const { blob, name } of mine.photos) await self.besaduPhotos?.add(blob, name);
  };
  if (form) {
    mine = besadu.mine = { id: newId(), state: "draft", fields: {}, photos: [] };
    const ready = begin().catch(() => {});
    const changed = () => ready.then(soon);
    for (const kind of ["input", "change"]) form.addEventListener(kind, changed);
    document.addEventListener("visibilitychange", () => { if (timer) keep(); });
    addEventListener("pagehide", () => { if (timer) keep(); });
    const photo = (kind, act) => document.addEventListener(`besadu:photo-${kind}`, ({ detail }) => {
      ready.then(() => { act(detail, mine.photos.find((one) => one.sha256 === detail.sha256)); return keep(); });
    });
    photo("ready", ({ blob, name, sha256 }, known) => { if (!known) mine.photos.push({ blob, name, sha256 }); });
    photo("sent", ({ id }, known) => { if (known) known.id = id; });
    photo("removed", (detail, known) => { mine.photos = mine.photos.filter((one) => one !== known); });
    form.addEventListener("submit", ({ submitter }) => ready.then(() => {
      if (submitter?.name === "remove") mine.photos = mine.photos.filter(({ id }) => id !== submitter.value);
      return keep();
    }));
    Object.assign(besadu, { ready, keep });
  }

  const show = async () => {
    const kept = await all();
    const offer = find("#draf_ada"), waits = find("#menunggu");
    const draft = kept.find((one) => one.state === "draft" && one.id !== mine?.id && start(one));
    if (offer) {
      offer.hidden = !draft;
      offer.querySelector("q").textContent = draft ? start(draft) : "";
      offer.dataset.id = draft?.id;
    }
    const many = kept.filter((one) => one.state === "waiting").length;
    if (waits) {
      waits.hidden = !many;
      waits.querySelector("b").textContent = many === 1 ? waits.dataset.one : waits.dataset.many.replace("{n}", many);
    }
    if (many && send && !besadu.send) {
      const script = document.createElement("script");
      script.src = send;
      document.head.append(script);
    }
  };
  find("#draf_ada [data-continue]")?.addEventListener("click", () => besadu.goOn(find("#draf_ada").dataset.id));
  const later = find("#foto_skrip");
  const resume = async () => {
    const bases = await indexedDB.databases();
    if (!bases.some(({ name }) => name === "besadu-foto")) return;
    const base = await answer(indexedDB.open("besadu-foto"));
    const many = await answer(base.transaction("photos").objectStore("photos").count());
    base.close();
    if (many) later.replaceWith(later.content);
  };
  if (later) quietly(resume);
  listeners.push(() => quietly(show));
  addEventListener("pageshow", () => quietly(async () => { await besadu.ready; await show(); }));
  addEventListener("load", () => navigator.serviceWorker?.register("/sw.js").catch(() => {}));
})();
