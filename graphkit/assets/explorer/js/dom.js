/* Making elements, without ever parsing text as HTML. */
const gk = {};

/** Makes an element: h("p", {class: "x", onclick: f}, "text", child). Text is only ever text. */
gk.h = function (tag, attributes, ...children) {
  const space = gk.h.svg.has(tag) ? "http://www.w3.org/2000/svg" : null;
  const element = space ? document.createElementNS(space, tag) : document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "style") element.style.cssText = value;
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children.flat(Infinity)) {
    if (child === null || child === undefined || child === false) continue;
    element.append(child.nodeType ? child : document.createTextNode(String(child)));
  }
  return element;
};
gk.h.svg = new Set(["svg", "g", "path", "circle", "rect", "line", "polygon", "text", "title", "marker", "defs"]);

gk.$ = (id) => document.getElementById(id);

/** Gives the address if a browser may follow it, else null: only http and https. */
gk.safeUrl = function (address) {
  let url;
  try {
    url = new URL(String(address));
  } catch {
    return null;
  }
  return url.protocol === "http:" || url.protocol === "https:" ? url.href : null;
};

gk.link = function (address, ...children) {
  const href = gk.safeUrl(address);
  if (!href) return null;
  return gk.h("a", { href, rel: "noopener noreferrer", target: "_blank" }, ...children);
};

gk.say = function (text) {
  gk.$("live").textContent = text;
};

/** "1 event", "2 events", "1,234 events". */
gk.count = function (number, one, many) {
  return `${number.toLocaleString("en")} ${number === 1 ? one : many || one + "s"}`;
};

gk.MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sept", "Oct", "Nov", "Dec"];

/** An ISO day, month or year as people write it: 9 Nov 2023, Nov 2023, 2023. */
gk.showDate = function (iso) {
  const [year, month, day] = String(iso).split("-");
  if (!month) return year;
  const name = gk.MONTHS[Number(month) - 1] || month;
  return day ? `${Number(day)} ${name} ${year}` : `${name} ${year}`;
};

/** The date of an event at the precision that its text gives. */
gk.showWhen = function (date) {
  if (!date) return "undated";
  if (date.precision === "day") return gk.showDate(date.from);
  if (date.precision === "month") return gk.showDate(date.from.slice(0, 7));
  if (date.precision === "year") return date.from.slice(0, 4);
  if (date.from.slice(0, 7) === date.to.slice(0, 7)) return `${Number(date.from.slice(8))}–${gk.showDate(date.to)}`;
  return `${gk.showDate(date.from)} – ${gk.showDate(date.to)}`;
};

/** Cuts a sentence at its marks: [{text, roles}], in order, each character once. Offsets out of range are dropped. */
gk.cutMarks = function (text, marks) {
  const cuts = new Set([0, text.length]);
  const good = marks.filter(([from, to]) => from >= 0 && from < to && to <= text.length);
  for (const [from, to] of good) cuts.add(from).add(to);
  const at = [...cuts].sort((a, b) => a - b);
  const parts = [];
  for (let i = 0; i + 1 < at.length; i += 1) {
    const roles = good.filter(([from, to]) => from <= at[i] && to >= at[i + 1]).map((mark) => mark[2]);
    parts.push({ text: text.slice(at[i], at[i + 1]), roles });
  }
  return parts;
};
