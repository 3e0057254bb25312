// The street map, fetched only when somebody presses for it. Without it the drawing and the table say everything.
(() => {
  "use strict";
  const here = document.getElementById("jalan");
  if (!here) return;
  const [press, board, said] = [here.querySelector("button"), here.querySelector(".jalan"), here.querySelector("[role=status]")];
  const text = here.dataset;
  here.hidden = false;

  const load = (name, fields) => new Promise((resolve, reject) => {
    const element = Object.assign(document.createElement(name), fields, { onload: resolve, onerror: reject });
    document.head.append(element);
  });

  function show(point) {
    const link = document.createElement("a");
    link.href = point.url;
    link.textContent = point.title;
    said.replaceChildren(link, ` (${point.status})`);
  }

  function draw(points) {
    const L = window.L;
    const [west, south, east, north] = text.box.trim().split(" ").map(Number);
    const bounds = [[south, west], [north, east]];
    const map = L.map(board, { zoomControl: false, maxBounds: L.latLngBounds(bounds).pad(.2) });
    map.attributionControl.setPrefix(false);
    L.control.zoom({ zoomInTitle: text.in, zoomOutTitle: text.out }).addTo(map);
    L.tileLayer(text.tiles, { minZoom: 8, maxZoom: 18, bounds, attribution: text.credit }).addTo(map);
    const marks = points.map(point => L.circleMarker(point.at, { radius: 12, weight: 3, className: "titik" }).on("click", () => show(point)).addTo(map));
    map.fitBounds(marks.length ? L.featureGroup(marks).getBounds().pad(.1) : bounds, { maxZoom: 15 });
    if (!marks.length) said.textContent = text.none;
  }

  press.addEventListener("click", async () => {
    press.disabled = true;
    try {
      const [answer] = await Promise.all([
        fetch(text.points).then(found => found.ok ? found.json() : Promise.reject()),
        load("link", { rel: "stylesheet", href: text.style }),
        load("script", { src: text.script }),
      ]);
      board.hidden = false;
      draw(answer.points);
      press.parentElement.remove();
    } catch {
      press.disabled = false;
      board.hidden = true;
      said.textContent = text.failed;
    }
  });
})();
