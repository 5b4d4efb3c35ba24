/* Making elements, without ever parsing text as HTML. */

/**
 * All functions of the page. Only the scripts behind the first picture are read at once; the others when something of
 * theirs is first asked for. So every control answers from the first picture on.
 */
const gk = Object.create(new Proxy({}, { get: (_, name) => (gk.readRest() ? gk[name] : undefined) }));

/** Reads the scripts that are not read yet, which stand in an element of their own; tells whether there were any. */
gk.readRest = function () {
  const rest = document.getElementById("gk-rest");
  if (!rest) return false;
  rest.remove();
  const script = document.createElement("script");
  script.textContent = rest.textContent;
  document.head.append(script);
  script.remove();
  return true;
};

/** Makes an element: h("p", {class: "x", onclick: f}, "text", child). Text is only ever text. */
gk.h = function (tag, attributes, ...children) {
  const element = gk.h.svg.has(tag) ? document.createElementNS("http://www.w3.org/2000/svg", tag) : document.createElement(tag);
  for (const name in attributes) {
    const value = attributes[name];
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "style") element.style.cssText = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  gk.appendAll(element, children);
  return element;
};

/** Appends elements and texts, also out of lists in lists; what is null, undefined or false is left out. */
gk.appendAll = function (element, children) {
  for (let i = 0; i < children.length; i += 1) {
    const child = children[i];
    if (child === null || child === undefined || child === false) continue;
    if (Array.isArray(child)) gk.appendAll(element, child);
    else element.append(child); // what is no node is appended as text
  }
};
gk.h.svg = new Set(["svg", "g", "path", "circle", "rect", "line", "polygon", "text", "tspan", "title", "marker", "defs", "pattern"]);

gk.$ = (id) => document.getElementById(id);

gk.say = function (text) {
  gk.$("live").textContent = text;
};

/** "1,234"; the browser's own number formats take longer to load than the whole page. */
gk.number = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, ",");

/** "1 event", "2 events", "1,234 events". */
gk.count = (number, one, many) => `${gk.number(number)} ${number === 1 ? one : many || one + "s"}`;

gk.capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

gk.button = (label, onclick, more = {}) => gk.h("button", { type: "button", onclick, ...more }, label);

/** Lower case without accents, so that Erdogan finds Erdoğan. */
gk.fold = function (text) {
  const plain = String(text);
  return gk.isPlain.test(plain) ? plain.toLowerCase() : plain.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/ı/g, "i");
};
gk.isPlain = /^[ -~\n]*$/;

/** Keeps the last few values that were made for a key, so that going back costs nothing. */
gk.makeMemo = function (most) {
  const kept = new Map();
  return (key, make) => {
    const value = kept.has(key) ? kept.get(key) : make();
    kept.delete(key);
    kept.set(key, value);
    if (kept.size > most) kept.delete(kept.keys().next().value);
    return value;
  };
};

/** Gives a part of an object that is made when it is first asked for. */
gk.once = function (object, name, make) {
  if (!(name in object)) object[name] = make();
  return object[name];
};

/** Adds to a count in a map. */
gk.tally = (map, key, number = 1) => map.set(key, (map.get(key) || 0) + number);
