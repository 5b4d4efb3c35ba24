/* Draws a scene as SVG: lines, marks, names and verbs, at any zoom; the same for the screen, a file and paper. */

/** The curve of a line between two places: start, bend and end, on the screen. */
gk.lineCurve = function (line) {
  const a = { x: line.from.sx, y: line.from.sy };
  const b = { x: line.to.sx, y: line.to.sy };
  const dx = b.x - a.x;
  const dy = b.y - a.y;
  return { a, c: { x: (a.x + b.x) / 2 - dy * line.bend, y: (a.y + b.y) / 2 + dx * line.bend }, b };
};

gk.curvePoint = function ({ a, c, b }, t) {
  const u = 1 - t;
  return { x: u * u * a.x + 2 * u * t * c.x + t * t * b.x, y: u * u * a.y + 2 * u * t * c.y + t * t * b.y };
};

/**
 * The last share of a curve, at most half of it and counted from its start or its end, at which it lies within something
 * that reaches so far from that end. No point of a curve is nearer to its end than its share of the straight way.
 */
gk.leaveAt = function (curve, isInside, reach, end) {
  const { a, c, b } = curve;
  const isIn = (share) => {
    const t = end ? 1 - share : share;
    const u = 1 - t;
    return isInside(u * u * a.x + 2 * u * t * c.x + t * t * b.x, u * u * a.y + 2 * u * t * c.y + t * t * b.y);
  };
  let step = Math.min(40, Math.ceil((80 * reach) / (Math.hypot(b.x - a.x, b.y - a.y) || 1)));
  while (step > 0 && !isIn(step / 80)) step -= 1;
  let low = step / 80;
  let high = Math.min((step + 1) / 80, 0.5);
  for (let i = 0; i < 5; i += 1) {
    const middle = (low + high) / 2;
    if (isIn(middle)) low = middle;
    else high = middle;
  }
  return high;
};

/** The share of a line at which it leaves the mark and the name of one of its ends; the mark alone where it is short. */
gk.leaveNode = function (curve, node, gap, end) {
  const { sx, sy, nameBox } = node;
  const r = node.r + gap;
  const isOnMark = (x, y) => (x - sx) * (x - sx) + (y - sy) * (y - sy) < r * r;
  if (!nameBox || Math.max(curve.c.y, end ? curve.a.y : curve.b.y) < nameBox.y - 2) return gk.leaveAt(curve, isOnMark, r, end); // it leads away from the name
  const left = nameBox.x - 2;
  const right = nameBox.x + nameBox.w + 2;
  const top = nameBox.y - 2;
  const bottom = nameBox.y + nameBox.h + 2;
  const isOnName = (x, y) => x > left && x < right && y > top && y < bottom;
  const reach = Math.max(r, Math.hypot(Math.max(sx - left, right - sx), Math.max(sy - top, bottom - sy)));
  const share = gk.leaveAt(curve, (x, y) => isOnMark(x, y) || isOnName(x, y), reach, end);
  return share > 0.36 ? gk.leaveAt(curve, isOnMark, r, end) : share;
};

/** The part of a curve between two shares of it. */
gk.cutCurve = function (curve, from, to) {
  const a = gk.curvePoint(curve, from);
  const b = gk.curvePoint(curve, to);
  const blend = (p, q, t) => ({ x: p.x + (q.x - p.x) * t, y: p.y + (q.y - p.y) * t });
  const c = blend(blend(curve.a, curve.c, from), blend(curve.c, curve.b, from), to);
  return { a, c, b };
};

gk.lineWidth = (line) => 1.3 + 1.05 * Math.sqrt(Math.max(line.publishers - 1, 0));

gk.n = (number) => Math.round(number * 10) / 10;

/** Places everything on the screen: view is {k, x, y}, zoom and shift. */
gk.project = function (scene, view) {
  for (const node of scene.nodes) {
    node.sx = node.x * view.k + view.x;
    node.sy = node.y * view.k + view.y;
  }
  for (const line of scene.lines) line.curve = gk.lineCurve(line);
};

/** Places marks, names, ends of lines and verbs on the screen; once for each zoom. */
gk.placeScene = function (scene, view, zoom) {
  gk.project(scene, view);
  const labels = gk.placeLabels(scene.nodes);
  for (const node of scene.nodes) node.nameBox = null;
  for (const box of labels) box.node.nameBox = box;
  for (const line of scene.lines) line.span = [gk.leaveNode(line.curve, line.from, 3, false), 1 - gk.leaveNode(line.curve, line.to, 4, true)];
  const boxes = [...labels, ...scene.nodes.map((node) => ({ x: node.sx - node.r - 2, y: node.sy - node.r - 2, w: 2 * node.r + 4, h: 2 * node.r + 4 }))];
  const lit = scene.lines.filter((line) => line.lit);
  scene.placed = { zoom, labels, pills: gk.placePills(lit, boxes, scene.labelled ? 60 : gk.VERBS, scene) };
};

/** Draws a scene into SVG groups; `marks` names the chosen, the hovered and the keyboard's actor. */
gk.drawScene = function (model, scene, view, colours, marks = {}) {
  const zoom = `${view.k} ${view.x} ${view.y}`;
  if (!scene.placed || scene.placed.zoom !== zoom) gk.placeScene(scene, view, zoom);
  const { labels, pills } = scene.placed;
  const lines = [...scene.lines].reverse();
  const isLit = (lit) => (line) => line.lit === lit;
  return gk.h("g", { "font-family": colours.sans },
    gk.h("g", { class: "lines", fill: "none" }, [false, true].map((lit) => gk.drawLines(model, lines.filter(isLit(lit)), colours, Boolean(scene.lit)))),
    gk.h("g", { class: "marks", stroke: colours.ground, "stroke-width": 1.5 }, scene.nodes.map((node) => gk.drawNode(model, node, colours, marks))),
    gk.h("g", { class: "names", "text-anchor": "middle", stroke: colours.ground, "stroke-width": 3.5, "stroke-linejoin": "round", "paint-order": "stroke" }, labels.map((box) => gk.drawName(box, colours))),
    gk.h("g", { class: "verbs", "text-anchor": "middle", "font-weight": 700 }, pills.map((pill) => gk.drawLeader(pill, colours)), pills.map((pill) => gk.drawPill(pill, colours))));
};

/** Draws lines; the heads of all lines of one colour are one shape, as each shape takes the browser time. */
gk.drawLines = function (model, lines, colours, focusing) {
  const heads = new Map();
  const shafts = lines.map((line) => gk.drawLine(model, line, colours, focusing, heads));
  return [shafts, [...heads].map(([fill, d]) => gk.h("path", { class: "heads", d, fill }))];
};

/** Draws a line, and adds its head to those of its colour. */
gk.drawLine = function (model, line, colours, focusing, heads) {
  const pure = colours.group[line.group];
  const colour = !line.lit ? gk.mix(pure, colours.ground, 0.22) : focusing ? pure : gk.mix(pure, colours.ground, line.publishers > 1 ? 0.95 : 0.72);
  const width = gk.n(gk.lineWidth(line) + (focusing && line.lit ? 0.8 : 0));
  const { curve } = line;
  const head = line.arrow ? 5 + width * 1.1 : 0;
  const start = line.span[0];
  const end = line.span[1];
  const length = Math.hypot(curve.b.x - curve.a.x, curve.b.y - curve.a.y) || 1;
  const shaft = gk.cutCurve(curve, start, Math.max(end - (head * 0.7) / length, start));
  const d = `M${gk.n(shaft.a.x)} ${gk.n(shaft.a.y)}Q${gk.n(shaft.c.x)} ${gk.n(shaft.c.y)} ${gk.n(shaft.b.x)} ${gk.n(shaft.b.y)}`;
  const dashes = gk.DASHES[model.statuses[line.status].id];
  const scale = Math.max(width / 2.4, 0.85);
  if (line.arrow) heads.set(colour, (heads.get(colour) || "") + gk.arrowHead(curve, end, head));
  return gk.h("path", { "data-line": line.key, d, stroke: colour, "stroke-width": width, "stroke-dasharray": dashes ? dashes.map((dash) => gk.n(dash * scale)).join(" ") : null });
};

/** The outline of an arrow's head, its tip at a share of a curve. */
gk.arrowHead = function (curve, end, size) {
  const tip = gk.curvePoint(curve, end);
  const back = gk.curvePoint(curve, Math.max(end - 0.04, 0));
  const angle = Math.atan2(tip.y - back.y, tip.x - back.x);
  const corner = (turn) => `${gk.n(tip.x - Math.cos(angle + turn) * size)} ${gk.n(tip.y - Math.sin(angle + turn) * size)}`;
  return `M${gk.n(tip.x)} ${gk.n(tip.y)}L${corner(0.42)}L${corner(-0.42)}z`;
};

/** How far the ring about a chosen mark, which has the shape of the mark, lies outside it: no farther than its name begins. */
gk.RING = 3;

gk.drawNode = function (model, node, colours, { chosen, hover, cursor }) {
  const { shape } = model.kinds[node.entity.kind];
  const pure = colours.kind[node.entity.kind];
  const x = gk.n(node.sx);
  const y = gk.n(node.sy);
  const r = gk.n(node.r);
  const isChosen = chosen && chosen.has(node.entity.id);
  const ring = isChosen ? 3 : node.entity === hover || node.entity === cursor ? 2 : 0;
  return [
    ring ? gk.h("path", { class: "ring", "data-node": node.entity.at, d: gk.outlinePath(shape, x, y, r + gk.RING), fill: "none", stroke: colours.accent, "stroke-width": ring, "stroke-dasharray": node.entity === cursor && !isChosen ? "4 3" : null }) : null,
    gk.h("path", { "data-node": node.entity.at, d: gk.outlinePath(shape, x, y, r), fill: node.lit ? pure : gk.mix(pure, colours.ground, 0.25) }),
  ];
};

gk.drawName = function ({ node, x, y, w, h }, colours) {
  const { lines, size, strong } = node.label;
  const step = h / lines.length;
  const place = (i) => ({ x: gk.n(x + w / 2), y: gk.n(y + step * (i + 0.78)) });
  const look = { "data-node": node.entity.at, "font-size": size, "font-weight": strong ? 700 : 400, fill: node.lit ? colours.ink : gk.mix(colours.ink, colours.ground, 0.5) };
  if (lines.length === 1) return gk.h("text", { ...look, ...place(0) }, lines[0]);
  return gk.h("text", look, lines.map((line, i) => gk.h("tspan", place(i), line)));
};

/** The leader of a verb that stands apart from its line; all lie beneath all verbs. */
gk.drawLeader = function ({ x, y, w, h, foot, line }, colours) {
  if (!foot) return null;
  const colour = colours.group[line.group];
  return gk.h("g", { "data-line": line.key, class: "leader" },
    gk.h("path", { d: `M${gk.n(x + w / 2)} ${gk.n(y + h / 2)}L${gk.n(foot.x)} ${gk.n(foot.y)}`, fill: "none", stroke: colour, "stroke-width": 1 }),
    gk.h("circle", { cx: gk.n(foot.x), cy: gk.n(foot.y), r: 2.2, fill: colour }));
};

gk.drawPill = function ({ x, y, w, h, size, line }, colours) {
  const colour = colours.group[line.group];
  return gk.h("g", { "data-line": line.key, "font-size": size },
    gk.h("rect", { x: gk.n(x), y: gk.n(y), width: gk.n(w), height: h, rx: h / 2, fill: colours.ground, stroke: colour, "stroke-width": 1.3 }),
    gk.h("text", { x: gk.n(x + w / 2), y: gk.n(y + h / 2 + 4), fill: colour }, line.label));
};
