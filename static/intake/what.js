/* Step 1: emergency words while typing, and photos (ux.md 3.6; templates/intake/photos_script.html tells how). */
(() => {
  "use strict";
  const live = document.getElementById("kabar");
  const story = document.getElementById("id_story");
  if (!story) return;

  // A line is shown while one of its words stands in the story; it is announced once.
  const boxes = [...document.querySelectorAll("[data-emergency]")].map((box) => ({
    box,
    lines: [...box.querySelectorAll("[data-words]")].map((line) => ({
      line, words: new RegExp(`(^|[^\\p{L}])(${line.dataset.words})`, "iu"),
    })),
  }));
  const look = () => {
    for (const { box, lines } of boxes) {
      for (const { line, words } of lines) line.hidden = !words.test(story.value);
      const needed = lines.some(({ line }) => !line.hidden);
      if (needed && box.hidden) live.textContent = box.textContent.replace(/\s+/g, " ").trim();
      box.hidden = !needed;
    }
  };
  let timer;
  story.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(look, 500); });
})();
(() => {
  "use strict";
  const say = document.currentScript.dataset;
  if (!self.createImageBitmap || !self.crypto?.subtle || !self.AbortController || !self.DataTransfer) return;
  const MOST = 3, HEAVIEST = 15 * 1024 * 1024;
  const SIDES = [1600, 1280, 960, 640], QUALITY = 0.72, LIGHT = 300 * 1024;
  const PAUSES = [2e3, 8e3, 30e3];  // before it is tried again
  const PATIENCE = 120e3;  // for one answer: 300 KB over 20 kbit/s
  const WEEK = 7 * 24 * 3600e3;

  const find = (id) => document.getElementById(id);
  const [list, input, camera, told, again] = ["foto", "id_photos", "id_camera", "foto_kabar", "foto_lagi"].map(find);
  const tell = (text) => { told.textContent = text; };
  const words = (name, n, size) => say[name].replaceAll("{n}", n).replace("{size}", size);
  const weight = ({ size }) => size < 1e6
    ? `${Math.max(1, Math.round(size / 1024))} KB`
    : `${(size / 1048576).toLocaleString("id-ID", { maximumFractionDigits: 1 })} MB`;

  // --- what is not sent yet, or taken away while the server may have it
  let opened;
  const open = () => opened ||= new Promise((done, fail) => {
    const asked = indexedDB.open("besadu-foto", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("photos", { keyPath: ["key", "sha256"] });
    asked.onsuccess = () => {
      asked.result.onversionchange = () => asked.result.close();
      done(asked.result);
    };
    asked.onerror = asked.onblocked = () => fail(asked.error);
  });
  const stored = async (mode, ask) => {
    const transaction = (await open()).transaction("photos", mode);
    const asked = ask(transaction.objectStore("photos"));
    return new Promise((done, fail) => {
      transaction.oncomplete = () => done(asked.result);
      transaction.onabort = () => fail(transaction.error);
    });
  };
  const put = async (one) => {
    const { key, sha256, index, name, chosen, removed, filed } = one;
    const row = { key, sha256, index, name, chosen, removed, filed, blob: removed ? null : one.blob };
    try {
      await stored("readwrite", (photos) => photos.put(row));
      one.isKept = true;
    } catch {
      one.isKept = false;  // refused or full: it goes with the form
    }
  };
  const drop = (one) => stored("readwrite", (photos) => photos.delete([one.key, one.sha256])).catch(() => {});
  // What this tab has sent already, by SHA-256: a draft that brings it back shows it once.
  let sent = {};
  const memory = (change) => {
    try {
      sent = JSON.parse(sessionStorage.getItem("foto") || "{}");
      if (change) { change(); sessionStorage.setItem("foto", JSON.stringify(sent)); }
    } catch { /* refused: then it is shown twice */ }
  };
  memory();

  // --- making small
  const hash = async (blob) => Array.from(new Uint8Array(await crypto.subtle.digest("SHA-256", await blob.arrayBuffer())),
    (n) => n.toString(16).padStart(2, "0")).join("");
  const SPEAKS = /Exif|eXIf|EXIF|ns\.adobe|Photoshop|iTXt|tEXt|zTXt|XMP |\xff\xfe/;
  /** Whether a light file says nothing but its picture: no place, no camera, no owner. */
  const isBare = async (file) => file.size <= LIGHT && /^image\/(jpeg|png|webp)$/.test(file.type) &&
    !SPEAKS.test(new TextDecoder("latin1").decode(await file.arrayBuffer()));
  /** Return the photo upright, in at most 300 KB, without what the camera wrote into it; as it is if it is no picture. */
  const shrink = async (file) => {
    let picture;
    try { picture = await createImageBitmap(file, { imageOrientation: "from-image" }); } catch { return file; }
    const canvas = document.createElement("canvas");
    try {
      const longest = Math.max(picture.width, picture.height);
      const bare = await isBare(file);
      if (bare && longest <= SIDES[0]) return file;
      let small;
      for (const side of SIDES) {
        const scale = Math.min(1, side / longest);
        canvas.width = Math.max(1, Math.round(picture.width * scale));
        canvas.height = Math.max(1, Math.round(picture.height * scale));
        const brush = canvas.getContext("2d");
        brush.fillStyle = "#fff";
        brush.fillRect(0, 0, canvas.width, canvas.height);
        brush.drawImage(picture, 0, 0, canvas.width, canvas.height);
        small = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
        if (!small || small.size <= LIGHT) break;
      }
      return !small || (bare && file.size <= small.size) ? file : small;
    } finally {
      picture.close();
      canvas.width = canvas.height = 0;
    }
  };

  // --- sending: in order, one after the other, again after a while
  const all = [];  // {key, sha256, index, name, blob, chosen, state, removed, row …}
  const isOurs = (one) => one.key === say.key;
  const ours = () => all.filter((one) => isOurs(one) && !one.removed);
  const post = async (url, one, more) => {
    const body = new FormData();
    const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
    for (const pair of Object.entries({ csrfmiddlewaretoken: token, key: one.key, sha256: one.sha256, ...more })) body.append(...pair);
    const given = new AbortController();
    const timer = setTimeout(() => given.abort(), PATIENCE);
    try {
      const answer = await fetch(url, { method: "POST", body, signal: given.signal });
      const isOwn = answer.headers.get("Content-Type") === "application/json";
      return { status: answer.status, ...(isOwn ? await answer.json() : {}) };
    } finally {
      clearTimeout(timer);
    }
  };
  const attempt = async (one) => {
    if (one.removed) return post(say.removeUrl, one);
    const more = { index: one.index, photo: one.blob };
    if (!isOurs(one) || !say.late) {
      if (one.filed) return { status: 404 };
      const begins = list && isOurs(one) ? { begins: 1 } : {};
      const answer = await post(say.url, one, { ...more, ...begins });
      if (!answer.filed || begins.begins) return answer;
      one.filed = true;
      await put(one);
    }
    return post(say.lateUrl, one, more);  // the report is in: this photo follows it
  };
  // Two tabs at once would be harmless, but dear.
  const inTurn = (one) => (navigator.locks ? navigator.locks.request("besadu-foto", () => attempt(one)) : attempt(one));
  let hurry = () => {}, running = false;
  const pause = (time) => new Promise((done) => { hurry = done; setTimeout(done, time); });

  const news = (one, name, problem) => {
    again.hidden = !all.some(({ state }) => state === "failed");
    if (!isOurs(one)) { if (name === "lost") tell(words(name, one.index)); return; }
    const text = problem || words(name, one.index);
    const line = one.row?.querySelector(".state");
    if (line) {
      line.textContent = text;
      line.classList.toggle("over", name === "failed" || name === "lost");
      if (name === "lost") line.previousSibling.textContent = "";
    }
    tell(text);
  };
  /** Let a photo be, in the way the final answer says. */
  const settle = async (one, answer) => {
    const { status } = answer;
    if (one.removed || status === 200) {
      await drop(one);
      if (one.removed) { all.splice(all.indexOf(one), 1); return; }
      one.state = "sent";
      if (list?.querySelector(`[data-id="${answer.id}"]`)) {  // the page came with it
        leave(one);
        all.splice(all.indexOf(one), 1);
        return tell("");
      }
      memory(() => { sent[one.sha256] = answer.id; });
      document.dispatchEvent(event("sent", one, { blob: one.blob, id: answer.id }));
      return news(one, "sent");
    }
    if (one.filed && !(isOurs(one) && say.late)) { one.state = "filed"; return; }  // its receipt sends it, when that is opened
    await drop(one);
    one.isKept = false;
    if (status === 410 && list && isOurs(one)) { one.state = "form"; return; }  // an old page, shown again: its form begins anew
    one.state = "lost";
    if (status !== 410) news(one, "lost", answer.problem);
  };
  const deliver = async (one) => {
    for (const time of [...PAUSES, 0]) {
      const { removed } = one;
      one.state = "sending";
      if (!list && !say.late && !removed) news(one, "sending");
      let answer = {};
      try { answer = await inTurn(one); } catch { /* no signal, or too little of it */ }
      if (removed !== one.removed) { one.state = "ready"; return; }
      if ([200, 400, 404, 410].includes(answer.status)) return settle(one, answer);
      if (!removed && !say.late) news(one, time ? "waiting" : "failed");
      if (time) await pause(time);
      if (removed !== one.removed) { one.state = "ready"; return; }
    }
    one.state = "failed";
    again.hidden = false;
  };
  /** Send everything that waits; `given` also what was given up. */
  const pump = (given) => {
    if (given) for (const one of all) if (one.state === "failed") one.state = "ready";
    if (given) hurry();
    if (!running) deliverAll();
  };
  const deliverAll = async () => {
    running = true;
    for (let one; (one = all.find(({ state }) => state === "ready"));) await deliver(one);
    running = false;
  };

  // --- the list of step 1
  const came = () => list.querySelectorAll("li:not(.new)").length;
  const event = (kind, { index, name, sha256 }, more) =>
    new CustomEvent(`besadu:photo-${kind}`, { detail: { index, name, sha256, ...more } });
  const number = () => ours().forEach((one, place) => {
    const before = one.index;
    one.index = came() + place + 1;
    const [line, button] = [one.row.querySelector("span"), one.row.lastChild];
    const said = { small: "shrinking", lost: "" }[one.state] ?? "ready";
    line.firstChild.textContent = said && words(said, one.index, weight(one.blob));
    button.textContent = words("remove", one.index);
    if (before && before !== one.index && one.isKept && one.state !== "sent") put(one);
  });
  const draw = async (one) => {
    try {
      const picture = await createImageBitmap(one.blob, { resizeWidth: 96 });
      const canvas = one.row.querySelector("canvas");
      canvas.width = picture.width;
      canvas.height = picture.height;
      canvas.getContext("2d").drawImage(picture, 0, 0);
      picture.close();
    } catch { /* the server may read it */ }
  };
  const show = (one) => {
    const make = (tag, look) => Object.assign(document.createElement(tag), { className: look });
    const [canvas, line, remove] = [make("canvas", ""), make("span", ""), make("button", "btn line small")];
    one.row = make("li", "new");
    canvas.width = canvas.height = 96;
    canvas.setAttribute("aria-hidden", "true");
    line.append(new Text(), make("span", "count state"));
    remove.type = "button";
    remove.addEventListener("click", () => takeAway(one));
    one.row.append(canvas, line, remove);
    list.append(one.row);
    number();
  };
  const leave = (one) => {
    one.row.remove();
    one.removed = true;
    number();
  };
  const takeAway = async (one) => {
    const { state } = one;
    leave(one);
    tell(say.removed);
    camera.focus();
    document.dispatchEvent(event("removed", one));
    memory(() => { delete sent[one.sha256]; });
    if (["sending", "sent", "failed"].includes(state)) {  // the server may have it
      await put(one);
      if (one.state !== "sending") one.state = "ready";
      pump(true);
    } else {
      all.splice(all.indexOf(one), 1);
      if (one.sha256) await drop(one);
    }
  };
  const note = (text) => {
    const line = find("foto_pesan") || list.parentNode.insertBefore(document.createElement("p"), list);
    line.id = "foto_pesan";
    line.className = "count over";
    line.textContent = text;
    if (text) tell(text);
    return false;
  };

  let shrinking = Promise.resolve();
  const add = async (blob, name) => {
    if (blob.size > HEAVIEST) return note(say.big);
    if (came() + ours().length >= MOST) return note(say.many);
    const one = { key: say.key, name, blob, state: "small", chosen: Date.now() };
    all.push(one);
    show(one);
    tell(words("shrinking", one.index));
    const work = shrinking.then(() => prepare(one));  // one at a time: each takes 48 MB
    shrinking = work.catch(() => {});
    return work;
  };
  const prepare = async (one) => {
    if (one.removed) return false;
    const small = await shrink(one.blob);
    const sha256 = await hash(small);
    if (one.removed) return false;
    const isThere = all.some((other) => isOurs(other) && !other.removed && other.sha256 === sha256) ||
      list.querySelector(`[data-id="${sent[sha256]}"]`);
    if (isThere) {
      leave(one);
      all.splice(all.indexOf(one), 1);
      tell("");
      return true;
    }
    Object.assign(one, { blob: small, sha256, state: "ready" });
    number();
    tell(words("ready", one.index, weight(small)));
    draw(one);
    if (say.key) await put(one);
    document.dispatchEvent(event("ready", one, { blob: small }));
    if (say.key) pump();
    return true;
  };
  const settled = async () => {
    for (let seen; seen !== shrinking;) {
      seen = shrinking;
      await seen;
    }
  };

  if (camera) {
    const gallery = find("galeri");
    document.querySelector("label.vh[for=id_photos]").remove();
    input.classList.add("vh");
    gallery.before(input);
    find("ambil").hidden = false;
    const take = (from) => {
      const files = [...from.files];
      from.value = "";
      note("");
      for (const file of files) add(file, file.name);
    };
    for (const from of [input, camera]) from.addEventListener("change", () => take(from));
    if (input.files.length) take(input);

    // [Lanjut] waits until all are small, never until they are sent. What could not be kept here goes with the form.
    input.form.addEventListener("submit", (event) => {
      if (event.defaultPrevented || !say.key) return;
      if (ours().some(({ state }) => state === "small")) {
        event.preventDefault();
        const { submitter } = event;
        tell(say.hold);
        settled().then(() => input.form.requestSubmit(submitter));
        return;
      }
      const given = new DataTransfer();
      for (const one of ours()) {
        if (!one.isKept && !["sent", "lost"].includes(one.state)) given.items.add(new File([one.blob], "foto", { type: one.blob.type }));
      }
      input.files = given.files;
    });
  }

  self.besaduPhotos = {
    add: list ? add : async () => false,
    list: () => ours().map(({ index, blob, name, sha256, state }) => ({ index, blob, name, sha256, state })),
    settled,
    forget: async () => {
      for (const one of all.splice(0)) if (one.row) leave(one);
      try { sessionStorage.removeItem("foto"); } catch { /* refused */ }
      await stored("readwrite", (photos) => photos.clear()).catch(() => {});
    },
  };

  // --- what waits here from before
  const resume = async () => {
    const rows = await stored("readonly", (photos) => photos.getAll());
    for (const one of rows.sort((a, b) => a.chosen - b.chosen)) {
      if (all.some(({ key, sha256 }) => key === one.key && sha256 === one.sha256)) continue;
      const isOld = one.chosen < Date.now() - WEEK;
      const hasNoRoom = list && isOurs(one) && !one.removed && came() + ours().length >= MOST;
      if (isOld || hasNoRoom) { await drop(one); continue; }
      all.push(Object.assign(one, { state: "ready", isKept: true }));
      if (list && isOurs(one) && !one.removed) { show(one); draw(one); }
    }
    const late = list ? [] : ours();
    if (late.length) {
      const [field, none] = [find("id_underway"), find("tanpa_foto")];
      if (field) field.value = late.map(({ sha256 }) => sha256).join(" ");
      if (none) none.hidden = true;
      if (say.follows) tell(words("follows", late.map(({ index }) => index).join(", ")));
    }
    pump();
  };
  const wake = () => resume().catch(() => {});
  if (!say.key) return;
  wake();
  addEventListener("online", () => pump(true));
  again.addEventListener("click", () => pump(true));
  addEventListener("pageshow", ({ persisted }) => { if (persisted) wake(); });
})();
