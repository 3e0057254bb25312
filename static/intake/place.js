/* Step 2: the point of the phone, only when asked for; the server says which village it lies in. */
(() => {
  "use strict";
  const box = document.getElementById("lokasi");
  if (!navigator.geolocation || !window.fetch) return;
  const say = box.dataset;
  const [search, change, result] = ["lokasi_cari", "lokasi_ganti", "lokasi_hasil"].map((id) => document.getElementById(id));
  const [village, latitude, longitude, accuracy] = ["village", "latitude", "longitude", "accuracy"].map((name) => document.getElementById(`id_${name}`));
  const form = village.form;
  box.hidden = false;

  const metres = (n) => Math.max(5, n < 100 ? Math.round(n / 5) * 5 : Math.round(n / 50) * 50).toLocaleString("id-ID");
  const put = (point) => {
    latitude.value = point ? point.latitude : "";
    longitude.value = point ? point.longitude : "";
    accuracy.value = point ? Math.round(point.accuracy) : "";
    change.hidden = !point;
  };
  const tell = (text) => { result.textContent = text; search.removeAttribute("aria-disabled"); };
  const give_up = (text) => { put(null); tell(text); village.focus(); };

  const found = async ({ coords }) => {
    const body = new FormData();
    body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    for (const name of ["latitude", "longitude", "accuracy"]) body.append(name, coords[name]);
    let answer;
    try {
      answer = await (await fetch(say.url, { method: "POST", body })).json();
    } catch {
      return give_up(say.failed);
    }
    if (!answer.village) return give_up(answer.outside);
    village.value = answer.village;
    const exact = coords.accuracy <= 1000;
    put(exact ? coords : null);
    const words = coords.accuracy <= 100 ? say.exact : exact ? say.rough : say.village;
    tell(words.replace("{n}", metres(coords.accuracy)).replace("{place}", `${answer.name}, ${answer.district}`));
    if (coords.accuracy > 100) document.getElementById("id_landmark").focus();
  };

  search.addEventListener("click", () => {
    if (search.hasAttribute("aria-disabled")) return;
    search.setAttribute("aria-disabled", "true");
    result.textContent = say.waiting;
    navigator.geolocation.getCurrentPosition(found,
      (error) => give_up(error.code === error.PERMISSION_DENIED ? say.refused : say.failed),
      { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 });
  });
  change.addEventListener("click", () => give_up(say.changed));
  // Choosing another village by hand says that the point was not meant.
  village.addEventListener("change", () => { if (latitude.value) { put(null); tell(say.changed); } });
  if (latitude.value) { change.hidden = false; result.textContent = say.kept.replace("{n}", metres(Number(accuracy.value))); }
})();
