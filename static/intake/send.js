/* Handing in: another way to be told without loading the page again, and reports that are sent until the server has
   them, and then once (ux.md 3.6). The second half needs outbox.js beside it, and runs in the service worker too. */
(() => {
  "use strict";
  const buttons = self.document ? [...document.querySelectorAll("button[name=use]")] : [];
  for (const button of buttons) {
    const kind = document.getElementById("id_contact_kind");
    const contact = document.getElementById("id_contact");
    button.addEventListener("click", (event) => {
      event.preventDefault();
      kind.value = button.value;
      contact.type = contact.autocomplete = button.value === "email" ? "email" : "tel";
      document.querySelector("label[for=id_contact]").textContent = button.dataset.label;
      document.getElementById("id_contact_helptext").textContent = button.dataset.hint;
      for (const other of buttons) other.hidden = other === button;
      contact.focus();
    });
  }

  // --- handing in ---------------------------------------------------------------------------------------------------
  const { besadu } = self;
  if (!besadu) return;
  const HAND_IN = "/lapor/antrean/";
  const PATIENCE = 120e3;  // for one answer: a photo of 300 KB over 20 kbit/s

  const fetched = async (url, asked) => {
    const answer = await fetch(url, { signal: AbortSignal.timeout?.(PATIENCE), ...asked });
    if (!answer.ok) throw new Error(answer.status);  // not now: it waits
    return answer;
  };
  const newToken = async () => (await (await fetched(HAND_IN)).json()).token;
  const post = (url, values, token) => {
    const body = new FormData();
    for (const value of values) body.append(...value);
    return fetched(url, { method: "POST", body, headers: { "X-CSRFToken": token } });
  };
  const ask = async (...asked) => (await post(...asked)).json();
  const handIn = async (one, opens, again) => {
    const token = await newToken();  // a fresh one each time: the last may be days old
    const photos = one.key ? [] : one.photos;  // after the three steps they lie with the draft already
    for (const photo of photos) {
      if (photo.sent) continue;
      const answer = await ask(`${HAND_IN}foto/`, [["id", one.id], ["photo", photo.blob, photo.name]], token);
      if (!answer.photo) return answer;
      photo.sent = answer.photo;
      await besadu.put(one);
    }
    const values = Object.entries(one.fields).filter((pair) => pair[1] !== "");
    for (const name of ["id", "key", "seen", "mark", "written"]) if (one[name]) values.push([name, one[name]]);
    for (const photo of photos) values.push(["photo", photo.sent]);
    if (opens) values.push(["opens", 1]);
    const answer = await ask(HAND_IN, values, token);
    if (again || !(answer.lacks || answer.gone)) return answer;
    if (answer.gone) delete one.key;  // kept too long there, never sent: it goes whole, under its own number
    for (const photo of one.photos) delete photo.sent;
    return handIn(one, opens, true);
  };
  /** Hand in one report and return how it stands then. One at a time: twice at once would be harmless, but dear. */
  besadu.send = (id, opens) => {
    const work = async () => {
      const one = await besadu.get(id);
      if (one?.state !== "waiting") return one;
      let after = one;
      try {
        const answer = await handIn(one, opens);
        if (answer.number) {
          const { key } = one, start = besadu.start(one);
          const { number, mark, words } = answer;
          after = { id, key, start, mark, saved: Date.now(), state: "sent", number, why: words, opens };
        } else {
          after = { ...one, state: "wrong", saved: Date.now(), why: (answer.problems || []).join(". ") };
        }
      } catch {
        one.written ||= new Date(one.saved).toISOString();
      }
      await (one.closed && after.number ? besadu.drop(id) : besadu.put(after));
      besadu.tell();
      return after;
    };
    return navigator.locks ? navigator.locks.request(`besadu ${id}`, work) : work();
  };
  /** Hand in all that waits; return what is in now, and how many still wait. `mine` opens its receipt. */
  besadu.sendAll = async (mine) => {
    const waiting = (await besadu.all()).filter((one) => one.state === "waiting").reverse();
    const after = [];
    for (const { id } of waiting) after.push(await besadu.send(id, id === mine));
    const those = (state) => after.filter((one) => one?.state === state);
    return { sent: those("sent"), left: those("waiting").length };
  };
  if (!self.document) return;

  // --- on a page: at once, when the signal is back, by press, and now and then ----------------------------------------
  const unsent = document.getElementById("belum");
  let mine, pause = 30e3, timer;
  /** Go to the receipt, or to the list where something must be read first. */
  const arrive = async ({ id, key, why, opens }) => {
    if (!opens) await post(`${HAND_IN}tanda-terima/`, [["id", id], ["key", key || ""]], await newToken());  // the worker was quicker
    location.assign(why ? "/lapor/draf/" : "/lapor/selesai/");
  };
  const flush = async () => {
    clearTimeout(timer);
    await besadu.ready;
    if (besadu.mine?.state === "waiting") mine = besadu.mine.id;  // loaded again while it was under way
    const { sent, left } = await besadu.sendAll(mine);
    const done = sent.find((one) => one.id === mine);
    if (done) return arrive(done);
    pause = left ? Math.min(pause * 2, 480e3) : 30e3;
    if (left) timer = setTimeout(quietly, pause);
  };
  const quietly = () => flush().catch(() => {});
  addEventListener("online", quietly);
  document.addEventListener("click", (event) => { if (event.target.closest("[data-send-now]")) quietly(); });
  quietly();

  /** Keep a whole report and send it; return how it stands: "sent" (the receipt opens), "wrong", or "waiting". */
  besadu.handOver = async (one) => {
    await besadu.put(Object.assign(one, { state: "waiting", saved: Date.now() }));
    navigator.serviceWorker?.ready.then((worker) => worker.sync?.register("besadu")).catch(() => {});
    mine = one.id;
    const after = await besadu.send(one.id, true);
    if (after.state === "sent") {
      one.state = "sent";
      await arrive(after);
    } else if (after.state === "waiting") {
      unsent.hidden = false;
      unsent.scrollIntoView({ block: "center" });
      timer = setTimeout(quietly, pause);
    }
    return after;
  };
  // Step 3 goes this way, so that it is kept before it is sent. What must be mended, the server shows.
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (form.id !== "langkah_3" || event.defaultPrevented || event.submitter?.name) return;
    event.preventDefault();
    try {
      await besadu.ready;
      Object.assign(besadu.mine, { key: form.elements.key.value, seen: form.elements.seen.value });
      await besadu.keep();
      const { state } = await besadu.handOver(besadu.mine);
      if (state === "wrong") {
        await besadu.put(Object.assign(besadu.mine, { state: "draft" }));
        form.submit();
      } else if (state === "waiting") {
        dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }));  // form.js makes the button fresh again
      }
    } catch {
      form.submit();  // nothing can be kept here
    }
  });

  // --- what need not lie here any more --------------------------------------------------------------------------------
  /** *Hapus draf*, *Tutup*: what waits is still sent, but nobody reads it here any more. */
  const forget = async (everything) => {
    indexedDB.deleteDatabase("besadu-foto");  // what.js keeps there what is on its way
    for (const one of await besadu.all()) {
      if (one.state === "waiting") await besadu.put({ ...one, closed: true });
      else if (everything || one.state !== "sent") await besadu.drop(one.id);
    }
    besadu.forgetTab();
  };
  document.addEventListener("submit", async (event) => {
    const place = event.target.closest("[data-forget]");
    if (!place) return;
    event.preventDefault();
    await forget(place.dataset.forget === "everything").catch(() => {});
    event.target.submit();
  });
  const tidy = async (mark) => {
    for (const one of mark ? await besadu.all() : []) if (one.mark === mark) await besadu.drop(one.id);
  };
  // A receipt is here, or the draft goes to the case it supports: it is not needed any more.
  tidy(document.querySelector("[data-received]")?.dataset.received).catch(() => {});
  document.addEventListener("submit", async (event) => {
    const { dataset, elements } = event.target;
    if (!dataset.handsOver || !elements.adds.checked) return;
    event.preventDefault();
    await tidy(dataset.handsOver).catch(() => {});
    event.target.submit();
  });
})();
