/* Colours come from the style sheet, so that light, dark, page and picture agree. */

gk.darkScheme = window.matchMedia("(prefers-color-scheme: dark)");
gk.calm = () => window.matchMedia("(prefers-reduced-motion: reduce)").matches;

gk.themeOf = (state) => gk.onPaper || state.theme || (gk.darkScheme.matches ? "dark" : "light");

/** Reads the colours of the present theme out of the style sheet. */
gk.readColours = function (model) {
  const style = getComputedStyle(document.documentElement);
  const read = (name) => style.getPropertyValue(name).trim();
  return {
    ground: read("--ground"),
    ink: read("--ink"),
    soft: read("--soft"),
    accent: read("--accent"),
    card: read("--card"),
    line: read("--line"),
    group: model.groups.map((group) => read(`--edge-${group.id}`)),
    kind: model.kinds.map((kind) => read(`--node-${kind.id}`)),
    sans: getComputedStyle(document.body).fontFamily,
  };
};

/** Mixes a colour into another: share 1 is all `over`, 0 is all `under`. Both are #rrggbb. */
gk.mix = function (over, under, share) {
  const part = (colour, at) => parseInt(colour.slice(at, at + 2), 16);
  const one = (at) => Math.round(part(over, at) * share + part(under, at) * (1 - share));
  return `#${[1, 3, 5].map((at) => one(at).toString(16).padStart(2, "0")).join("")}`;
};

/** Dashes of each status, as long as the line is wide 1.6. */
gk.DASHES = {
  occurred: false, ongoing: false, disputed: [16, 4, 3, 4, 3, 4], planned: [9, 6], alleged: [2, 5],
  possible: [2, 9], denied: [12, 4, 2, 4], negated: [5, 9],
};

/** A legend line of a status or a group. */
gk.lineIcon = function (dashes, colour) {
  return gk.h("svg", { class: "icon line", viewBox: "0 0 30 12", "aria-hidden": "true" },
    gk.h("path", { d: "M1 6H29", fill: "none", stroke: colour || "currentColor", "stroke-width": 2.4,
      "stroke-dasharray": dashes ? dashes.map((dash) => Math.min(dash, 9)).join(" ") : null }));
};

/** Outlines of the node shapes within a circle of radius 1, as points; null is a circle. */
gk.OUTLINES = {
  dot: null,
  square: [[-0.9, -0.9], [0.9, -0.9], [0.9, 0.9], [-0.9, 0.9]],
  diamond: [[0, -1], [1, 0], [0, 1], [-1, 0]],
  triangle: [[0, -1], [1, 0.8], [-1, 0.8]],
  triangleDown: [[0, 1], [1, -0.8], [-1, -0.8]],
  hexagon: [[1, 0], [0.5, 0.87], [-0.5, 0.87], [-1, 0], [-0.5, -0.87], [0.5, -0.87]],
  star: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((i) => {
    const radius = i % 2 ? 0.5 : 1.1;
    return [Math.sin((i * Math.PI) / 5) * radius, -Math.cos((i * Math.PI) / 5) * radius];
  }),
  custom: [[-0.32, -1], [0.32, -1], [0.32, -0.32], [1, -0.32], [1, 0.32], [0.32, 0.32], [0.32, 1], [-0.32, 1], [-0.32, 0.32], [-1, 0.32], [-1, -0.32], [-0.32, -0.32]],
};

gk.outlinePath = function (shape, x, y, size) {
  const points = gk.OUTLINES[shape];
  if (!points) return `M${x - size} ${y}a${size} ${size} 0 1 0 ${2 * size} 0a${size} ${size} 0 1 0 ${-2 * size} 0Z`;
  const round = (number) => Math.round(number * 100) / 100;
  return `M${points.map(([px, py]) => `${round(x + px * size)} ${round(y + py * size)}`).join("L")}Z`;
};

/** A legend mark of a kind of entity. */
gk.kindIcon = function (model, kind) {
  return gk.h("svg", { class: "icon kind", viewBox: "0 0 16 16", "aria-hidden": "true" },
    gk.h("path", { d: gk.outlinePath(model.kinds[kind].shape, 8, 8, 6.3), style: `fill: var(--node-${model.kinds[kind].id})` }));
};
