/** Runs in the page. Text reaches the document only through textContent. */
export const drawScript = `
const data = JSON.parse(document.getElementById("tu-data").textContent);
const $ = (id) => document.getElementById(id);
const svg = $("tu-svg"), canvas = $("tu-canvas"), list = $("tu-list"), search = $("tu-search"), detail = $("tu-detail");
const boxes = new Map(data.boxes.map((box) => [box.entity, box]));
const groups = [...svg.querySelectorAll(".entity")], lines = [...svg.querySelectorAll(".line")];
const items = [...list.querySelectorAll("button")];
let view = { x: 0, y: 0, w: data.width, h: data.height };
let picked = -1;

const show = () => svg.setAttribute("viewBox", [view.x, view.y, view.w, view.h].join(" "));
const size = () => canvas.getBoundingClientRect();
const scale = () => Math.min(size().width / view.w, size().height / view.h);
// Small diagrams are not blown up beyond their natural size.
const fit = () => {
  const { width, height } = size();
  const by = Math.min(1.25, width / data.width, height / data.height) || 1;
  view = { w: width / by, h: height / by, x: (data.width - width / by) / 2, y: (data.height - height / by) / 2 };
  show();
};
const zoom = (by, at) => {
  const now = scale();
  const next = Math.min(4, Math.max(0.02, now * by));
  const real = next / now;
  const x = at ? at.x : view.x + view.w / 2, y = at ? at.y : view.y + view.h / 2;
  view = { w: view.w / real, h: view.h / real, x: x - (x - view.x) / real, y: y - (y - view.y) / real };
  show();
};
const move = (dx, dy) => { const by = scale(); view.x -= dx / by; view.y -= dy / by; show(); };
const place = (event) => {
  const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
  return { x: point.x, y: point.y };
};
const goTo = (at) => {
  const box = boxes.get(at);
  if (!box) return;
  const { width, height } = size();
  const by = Math.max(Math.min(1, width / (box.width + 80), height / (box.height + 80)), Math.min(scale(), 1.6));
  view = { w: width / by, h: height / by, x: box.x + box.width / 2 - (width - (width > 900 ? 350 : 0)) / by / 2, y: box.y + box.height / 2 - height / by / 2 };
  show();
};

const el = (name, text, cls) => {
  const made = document.createElement(name);
  if (text !== undefined) made.textContent = text;
  if (cls) made.className = cls;
  return made;
};
const link = (at, text) => {
  const made = el("button", text, "link mono");
  made.type = "button";
  made.addEventListener("click", () => pick(at, true));
  return made;
};
const section = (title, rows) => {
  if (rows.length === 0) return;
  detail.append(el("h3", title));
  const ul = el("ul");
  for (const row of rows) { const li = el("li"); li.append(...row); ul.append(li); }
  detail.append(ul);
};
const describe = (at) => {
  const entity = data.entities[at];
  detail.replaceChildren();
  const close = el("button", "×", "button close");
  close.type = "button";
  close.setAttribute("aria-label", "Close");
  close.addEventListener("click", () => { pick(-1); canvas.focus(); });
  detail.append(close, el("h2", entity.name, "mono"));
  const said = [entity.kind.replace("-", " "), entity.was ? "was " + entity.was : entity.mark, entity.note].filter(Boolean).join(", ");
  detail.append(el("p", said, "soft"));
  section("Columns", entity.fields.map((field) => [
    ...(field.mark ? [el("span", data.signs[field.mark], "mark " + field.mark)] : []),
    el("span", field.name, "mono"),
    ...(field.badges.length ? [el("span", field.badges.join(" "), "soft")] : []),
    el("span", [field.type, field.nullable ? "or NULL" : "", field.was ? "was " + field.was : ""].filter(Boolean).join(", "), "soft mono"),
  ]));
  section("References", data.relations.filter((one) => one.child === at).map((one) => [el("span", one.columns.join(", "), "mono"), el("span", "→"), link(one.parent, data.entities[one.parent].name)]));
  section("Referenced by", data.relations.filter((one) => one.parent === at).map((one) => [link(one.child, data.entities[one.child].name), el("span", one.columns.join(", "), "soft mono")]));
};
function pick(at, centre) {
  picked = at;
  const near = new Set([at]);
  for (const one of data.relations) {
    if (one.child === at) near.add(one.parent);
    if (one.parent === at) near.add(one.child);
  }
  svg.classList.toggle("picked", at >= 0);
  for (const group of groups) {
    const own = Number(group.dataset.entity);
    group.classList.toggle("near", at >= 0 && near.has(own));
    group.classList.toggle("here", own === at);
  }
  for (const line of lines) line.classList.toggle("near", Number(line.dataset.from) === at || Number(line.dataset.to) === at);
  for (const item of items) item.setAttribute("aria-current", String(Number(item.dataset.entity) === at));
  detail.hidden = at < 0;
  if (at < 0) return;
  describe(at);
  if (centre) goTo(at);
}

const texts = data.entities.map((entity) => ({ name: entity.name.toLowerCase(), fields: entity.fields.map((field) => field.name.toLowerCase()) }));
const find = () => {
  const word = search.value.trim().toLowerCase();
  let count = 0;
  for (const item of items) {
    const own = texts[Number(item.dataset.entity)];
    const hit = word === "" || own.name.includes(word) || own.fields.some((field) => field.includes(word));
    item.parentElement.hidden = !hit;
    if (hit) count += 1;
  }
  $("tu-found").textContent = word === "" ? "" : count === 1 ? "1 found" : count + " found";
};
const visible = () => items.filter((item) => !item.parentElement.hidden);
search.addEventListener("input", find);
search.addEventListener("keydown", (event) => {
  if (event.key === "Enter" || event.key === "ArrowDown") {
    const first = visible()[0];
    if (!first) return;
    event.preventDefault();
    if (event.key === "Enter") pick(Number(first.dataset.entity), true);
    else first.focus();
  }
  if (event.key === "Escape") { search.value = ""; find(); canvas.focus(); }
});
list.addEventListener("click", (event) => {
  const item = event.target.closest("button");
  if (item) pick(Number(item.dataset.entity), true);
});
list.addEventListener("keydown", (event) => {
  const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
  if (step === 0) return;
  event.preventDefault();
  const open = visible();
  const at = open.indexOf(document.activeElement) + step;
  if (at < 0) search.focus();
  else if (open[at]) open[at].focus();
});

const pointers = new Map();
let moved = 0;
canvas.addEventListener("pointerdown", (event) => {
  if (event.button !== 0) return;
  pointers.set(event.pointerId, event);
  moved = 0;
});
canvas.addEventListener("pointermove", (event) => {
  const before = pointers.get(event.pointerId);
  if (!before) return;
  if (moved === 0) canvas.setPointerCapture(event.pointerId);
  const others = [...pointers.values()].filter((one) => one.pointerId !== event.pointerId);
  if (others.length > 0) {
    const gap = (one) => Math.hypot(one.clientX - others[0].clientX, one.clientY - others[0].clientY);
    zoom(gap(event) / Math.max(1, gap(before)), place(event));
  } else move(event.clientX - before.clientX, event.clientY - before.clientY);
  moved += Math.abs(event.clientX - before.clientX) + Math.abs(event.clientY - before.clientY);
  canvas.classList.add("moving");
  pointers.set(event.pointerId, event);
});
const release = (event) => {
  if (!pointers.delete(event.pointerId)) return;
  canvas.classList.remove("moving");
  if (event.type === "pointercancel" || moved > 6) return;
  const hit = document.elementFromPoint(event.clientX, event.clientY);
  const group = hit && hit.closest(".entity");
  pick(group ? Number(group.dataset.entity) : -1);
};
canvas.addEventListener("pointerup", release);
canvas.addEventListener("pointercancel", release);
canvas.addEventListener("wheel", (event) => { event.preventDefault(); zoom(Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.0015)), place(event)); }, { passive: false });

$("tu-in").addEventListener("click", () => zoom(1.3));
$("tu-out").addEventListener("click", () => zoom(1 / 1.3));
$("tu-fit").addEventListener("click", fit);
const keys = { "+": () => zoom(1.3), "=": () => zoom(1.3), "-": () => zoom(1 / 1.3), 0: fit, "/": () => search.focus(), Escape: () => pick(-1) };
const pans = { ArrowLeft: [80, 0], ArrowRight: [-80, 0], ArrowUp: [0, 80], ArrowDown: [0, -80] };
addEventListener("keydown", (event) => {
  if (typing(event) || event.ctrlKey || event.metaKey || event.altKey) return;
  if (keys[event.key]) { event.preventDefault(); keys[event.key](); }
  else if (pans[event.key] && document.activeElement === canvas) { event.preventDefault(); move(...pans[event.key]); }
});
addEventListener("resize", () => { if (picked < 0) fit(); });
const wanted = decodeURIComponent(location.hash.slice(1));
const start = data.entities.findIndex((entity) => entity.name === wanted);
fit();
if (start >= 0) pick(start, true);
`;
