// Boxes over a photo by mouse or finger; what is drawn goes into the number fields, which work alone.
"use strict";
for (const photo of document.querySelectorAll(".photo-choice")) {
  const sheet = photo.querySelector("svg");
  const rows = [...photo.querySelectorAll(".box-row")].map((row) => ({
    rect: null,
    fields: ["left", "top", "width", "height"].map((side) => row.querySelector(`[data-side=${side}]`)),
  }));
  [...sheet.querySelectorAll("rect")].forEach((rect, number) => { rows[number].rect = rect; });
  photo.querySelector(".drawn").hidden = false;

  const show = (row) => {
    ["x", "y", "width", "height"].forEach((name, side) => row.rect.setAttribute(name, row.fields[side].value || 0));
  };
  const fill = (row, values) => {
    row.fields.forEach((field, side) => { field.value = values ? values[side].toFixed(1) : ""; });
    show(row);
  };
  const at = (event) => {
    const area = sheet.getBoundingClientRect();
    const part = (value, from, size) => Math.min(100, Math.max(0, ((value - from) / size) * 100));
    return [part(event.clientX, area.left, area.width), part(event.clientY, area.top, area.height)];
  };
  const under = ([x, y]) => rows.find((row) => {
    const [left, top, width, height] = row.fields.map((field) => Number(field.value));
    return width && x >= left && x <= left + width && y >= top && y <= top + height;
  });

  let from = null;
  let drawn = null;
  sheet.addEventListener("pointerdown", (event) => {
    from = at(event);
    drawn = null;
    sheet.setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  sheet.addEventListener("pointermove", (event) => {
    if (!from) return;
    const to = at(event);
    const values = [Math.min(from[0], to[0]), Math.min(from[1], to[1]), Math.abs(to[0] - from[0]), Math.abs(to[1] - from[1])];
    if (values[2] < 1 || values[3] < 1) return;
    drawn = drawn || rows.find((row) => !row.fields[2].value);
    if (drawn) fill(drawn, values);
  });
  sheet.addEventListener("pointerup", () => {
    if (from && !drawn) {
      const row = under(from);
      if (row) fill(row, null);
    } else if (drawn) {
      photo.querySelector("input[type=checkbox]").checked = true;
    }
    from = null;
  });
  sheet.addEventListener("pointercancel", () => { from = null; });
  for (const row of rows) row.fields.forEach((field) => field.addEventListener("input", () => show(row)));
  rows.forEach(show);
}
