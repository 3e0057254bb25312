/* Step 1: emergency words while typing, and two buttons for photos that fill the one file input. */
(() => {
  "use strict";
  const say = document.currentScript.dataset;
  const live = document.getElementById("kabar");
  const story = document.getElementById("id_story");

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

  // Photos: a browser that cannot put files into an input keeps its own input.
  const input = document.getElementById("id_photos");
  const camera = document.getElementById("id_camera");
  if (!camera) return;
  let files = [];
  try { new DataTransfer().items.add(new File([], "x")); } catch { return; }

  const list = document.getElementById("foto");
  const kept = Number(list.dataset.kept);
  const most = 3, heaviest = 15 * 1024 * 1024;
  const gallery = document.getElementById("galeri");
  document.querySelector("label.vh[for=id_photos]").remove();
  input.classList.add("vh");
  gallery.before(input);
  document.getElementById("ambil").hidden = false;

  const size = (bytes) => bytes < 1e6
    ? `${Math.max(1, Math.round(bytes / 1024))} KB`
    : `${(bytes / 1048576).toLocaleString("id-ID", { maximumFractionDigits: 1 })} MB`;
  const draw = async (file, canvas) => {
    try {
      const picture = await createImageBitmap(file, { resizeWidth: 96 });
      canvas.width = picture.width;
      canvas.height = picture.height;
      canvas.getContext("2d").drawImage(picture, 0, 0);
      picture.close();
    } catch { /* a photo this browser cannot show may still be one the server reads */ }
  };
  const show = () => {
    for (const old of list.querySelectorAll(".new")) old.remove();
    const given = new DataTransfer();
    files.forEach((file, place) => {
      given.items.add(file);
      const n = kept + place + 1;
      const row = document.createElement("li");
      const canvas = document.createElement("canvas");
      const words = document.createElement("span");
      const remove = document.createElement("button");
      row.className = "new";
      canvas.width = canvas.height = 96;
      canvas.setAttribute("aria-hidden", "true");
      words.textContent = say.ready.replace("{n}", n).replace("{size}", size(file.size));
      remove.type = "button";
      remove.className = "btn line small";
      remove.textContent = say.remove.replace("{n}", n);
      remove.addEventListener("click", () => {
        files.splice(files.indexOf(file), 1);
        show();
        live.textContent = say.removed;
        gallery.previousElementSibling.focus();
      });
      row.append(canvas, words, remove);
      list.append(row);
      draw(file, canvas);
    });
    input.files = given.files;
  };
  const add = (chosen) => {
    const told = [];
    for (const file of chosen) {
      const known = files.some((one) => one.name === file.name && one.size === file.size && one.lastModified === file.lastModified);
      if (known) continue;
      if (file.size > heaviest) told.push(say.big);
      else if (kept + files.length >= most) told.push(say.many);
      else files.push(file);
    }
    show();
    const last = list.querySelector(".new:last-child span");
    live.textContent = told[0] || (last ? last.textContent : "");
    const note = document.getElementById("foto_pesan") || list.parentNode.insertBefore(document.createElement("p"), list);
    note.id = "foto_pesan";
    note.className = "count over";
    note.textContent = [...new Set(told)].join(". ");
  };
  input.addEventListener("change", () => add([...input.files]));
  camera.addEventListener("change", () => { add([...camera.files]); camera.value = ""; });
  // Coming back by history, the browser may have kept the chosen files.
  if (input.files.length) add([...input.files]);
})();
