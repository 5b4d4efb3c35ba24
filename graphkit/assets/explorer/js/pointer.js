/* What pointer and keys do to the picture: pressing, hovering, zooming, walking. */

gk.bindPointer = function (graph) {
  const { box } = graph;
  gk.$("zoom-in").onclick = () => gk.zoomBy(graph, 1.35);
  gk.$("zoom-out").onclick = () => gk.zoomBy(graph, 1 / 1.35);
  gk.$("fit").onclick = () => gk.fitGraph(graph);
  const down = new Map();
  let moved = false;
  const local = (event) => {
    const area = box.getBoundingClientRect();
    return { x: event.clientX - area.left, y: event.clientY - area.top };
  };
  box.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    down.set(event.pointerId, local(event));
    graph.pressed = gk.under(graph, event);
    moved = false;
  });
  box.addEventListener("pointermove", (event) => {
    if (!down.has(event.pointerId)) return gk.hoverOver(graph, event);
    const [before, now] = [down.get(event.pointerId), local(event)];
    if (!moved && Math.hypot(now.x - before.x, now.y - before.y) < 5) return undefined;
    if (!moved) box.setPointerCapture(event.pointerId);
    moved = true;
    gk.hideTip(graph);
    if (down.size === 2) gk.pinch(graph, [...down], event.pointerId, now);
    else graph.view = { ...graph.view, x: graph.view.x + now.x - before.x, y: graph.view.y + now.y - before.y };
    down.set(event.pointerId, now);
    gk.redrawSoon(graph);
    return undefined;
  });
  box.addEventListener("pointerup", (event) => {
    if (down.delete(event.pointerId) && !moved) gk.clickPicture(graph, event, graph.pressed);
  });
  box.addEventListener("pointercancel", (event) => down.delete(event.pointerId));
  box.addEventListener("pointerleave", () => gk.hideTip(graph));
  box.addEventListener("click", (event) => {
    if (!event.detail) gk.clickPicture(graph, event); // a pointer's click is no use: a redraw may take away the element that was pressed
  });
  box.addEventListener("wheel", (event) => {
    event.preventDefault();
    gk.zoomBy(graph, Math.exp(-Math.max(-60, Math.min(60, event.deltaY)) * 0.006), local(event));
  }, { passive: false });
};

gk.fitGraph = function (graph) {
  graph.view = { k: 1, x: 0, y: 0 };
  gk.redraw(graph);
};

/** Zooms about a point of the picture, its middle if none is given. */
gk.zoomBy = function (graph, factor, at) {
  const { width, height } = gk.roomOf(graph);
  const { k, x, y } = graph.view;
  const next = Math.max(0.3, Math.min(k * factor, 6));
  const point = at || { x: width / 2, y: height / 2 };
  graph.view = { k: next, x: point.x - ((point.x - x) * next) / k, y: point.y - ((point.y - y) * next) / k };
  gk.redrawSoon(graph);
};

gk.pinch = function (graph, fingers, id, now) {
  const [, other] = fingers.find(([finger]) => finger !== id);
  const [, before] = fingers.find(([finger]) => finger === id);
  const ratio = Math.hypot(now.x - other.x, now.y - other.y) / Math.max(Math.hypot(before.x - other.x, before.y - other.y), 1);
  gk.zoomBy(graph, ratio, { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 });
};

/** What a pointer means: a mark, name or verb under it, else the mark, else the line that is near enough to be meant. */
gk.under = function (graph, event) {
  const { scene, box } = graph;
  if (!scene) return {};
  const part = event.target.closest && event.target.closest(".marks [data-node], .names [data-node], .verbs [data-line]");
  if (part && part.dataset.node !== undefined) return { node: scene.nodes.find((node) => node.entity.at === Number(part.dataset.node)) };
  if (part) return { line: scene.lines.find((line) => String(line.key) === part.dataset.line) };
  const area = box.getBoundingClientRect();
  const [x, y] = [event.clientX - area.left, event.clientY - area.top];
  const node = gk.nearest(scene.nodes, (one) => Math.hypot(one.sx - x, one.sy - y) - Math.max(one.r + 4, 13));
  return node ? { node } : { line: gk.nearest(scene.lines, (line) => gk.distanceTo(line, x, y) - Math.max(gk.lineWidth(line) + 8, 12) / 2) };
};

/** The thing with the least measure below 0; undefined where there is none. */
gk.nearest = function (things, measure) {
  let best;
  let least = 0;
  for (const thing of things) {
    const size = measure(thing);
    if (size < least) [best, least] = [thing, size];
  }
  return best;
};

/** How far the visible part of a line is from a point. */
gk.distanceTo = function ({ curve, span: [start, end] }, x, y) {
  const { a, c, b } = curve;
  const far = 20;
  if (x < Math.min(a.x, b.x, c.x) - far || x > Math.max(a.x, b.x, c.x) + far || y < Math.min(a.y, b.y, c.y) - far || y > Math.max(a.y, b.y, c.y) + far) return Infinity;
  const steps = Math.ceil(Math.hypot(b.x - a.x, b.y - a.y) / 4);
  let least = Infinity;
  for (let i = 0; i <= steps; i += 1) {
    const point = gk.curvePoint(curve, start + ((end - start) * i) / steps);
    least = Math.min(least, Math.hypot(point.x - x, point.y - y));
  }
  return least;
};

gk.clickPicture = function (graph, event, pressed) {
  const { node, line } = pressed || gk.under(graph, event);
  gk.hideTip(graph);
  if (node) gk.openNode(graph, node.entity, event.shiftKey);
  else if (line) gk.openLine(graph.store, line);
  else if (graph.store.state.select) graph.store.select(null);
};

/** Opens an actor; with Shift, the shortest path from the open one. */
gk.openNode = function (graph, entity, shift) {
  const { store } = graph;
  const open = store.state.select;
  if (shift && open && open.type === "actor" && open.id !== entity.id) store.select({ type: "path", a: open.id, b: entity.id });
  else store.select({ type: "actor", id: entity.id });
};

/** Opens the claim of a line, or the pair where the line stands for several. */
gk.openLine = function (store, line) {
  const one = line.verbs.length === 1;
  store.select(one ? { type: "claim", a: line.source.id, verb: line.predicate.id, b: line.target.id } : { type: "pair", a: line.source.id, b: line.target.id });
};

gk.hoverOver = function (graph, event) {
  const { node, line } = gk.under(graph, event);
  const entity = node ? node.entity : null;
  const tip = gk.$("tip");
  if (node) tip.replaceChildren(gk.h("b", {}, node.entity.label), gk.subtitle(node.entity) ? `, ${gk.subtitle(node.entity)}` : "", ` · ${node.entity.sort.toLowerCase()}`);
  else if (line) tip.replaceChildren(...gk.lineTip(graph.model, line));
  tip.hidden = !node && !line;
  graph.box.classList.toggle("over", Boolean(node || line));
  if (entity !== graph.hover) {
    graph.hover = entity;
    gk.redrawSoon(graph);
  }
  return undefined;
};

/** What a line stands for, counted: "Iran supplies arms to Russia: 2 reported, 3 alleged, 2 disputed". */
gk.lineTip = function (model, line) {
  const parts = [gk.h("b", {}, line.source.label), line.arrow ? " → " : " – ", gk.h("b", {}, line.target.label), ` · ${gk.tellPublishers(line.voices)}`];
  for (const [predicate, events] of line.verbs.slice(0, 6)) {
    parts.push(gk.h("span", { class: "tip-line" }, gk.h("b", { class: "verb", style: gk.tone(model, predicate) }, predicate.label), `: ${gk.tellStatuses(model, events)}`));
  }
  if (line.verbs.length > 6) parts.push(gk.h("span", { class: "tip-line" }, gk.count(line.verbs.length - 6, "more verb")));
  return parts;
};

gk.hideTip = function (graph) {
  gk.$("tip").hidden = true;
  if (graph.hover) {
    graph.hover = null;
    gk.redrawSoon(graph);
  }
};

gk.walk = function (graph, event) {
  const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
  if (event.key === "+" || event.key === "=") gk.zoomBy(graph, 1.35);
  else if (event.key === "-") gk.zoomBy(graph, 1 / 1.35);
  else if (event.key === "0") gk.fitGraph(graph);
  else if ((event.key === "Enter" || event.key === " ") && graph.cursor) gk.openNode(graph, graph.cursor, event.shiftKey);
  else if (way) gk.stepCursor(graph, gk.nextNode(graph, way));
  else return;
  event.preventDefault();
};

/** The nearest node in a direction; sideways counts double. Without a node to start from, the strongest. */
gk.nextNode = function (graph, [dx, dy]) {
  const { nodes } = graph.scene;
  const start = nodes.find((node) => node.entity === graph.cursor);
  if (!start) return nodes[0] || null;
  let best = null;
  for (const node of nodes) {
    if (node === start) continue;
    const ahead = (node.x - start.x) * dx + (node.y - start.y) * dy;
    const aside = Math.abs((node.x - start.x) * dy) + Math.abs((node.y - start.y) * dx);
    if (ahead <= 0 || aside > ahead * 2.4) continue;
    const cost = ahead + 2 * aside;
    if (!best || cost < best.cost) best = { node, cost };
  }
  return best ? best.node : start;
};

gk.stepCursor = function (graph, node) {
  if (!node) return;
  graph.cursor = node.entity;
  const { entity } = node;
  gk.say(`${entity.label}, ${entity.sort.toLowerCase()}, ${gk.count(entity.events.length, "event")}`);
  const { width, height } = gk.roomOf(graph);
  if (node.sx < 20 || node.sy < 20 || node.sx > width - 20 || node.sy > height - 20) {
    const { k } = graph.view;
    graph.view = { k, x: width / 2 - node.x * k, y: height / 2 - node.y * k };
  }
  gk.redrawSoon(graph);
};
