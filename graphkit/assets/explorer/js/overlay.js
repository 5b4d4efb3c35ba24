/* What is drawn over the graph: labels, verbs of lit edges, rings, and the line about what hovers. */

/** Labels of nodes, pills on lit edges, and the rings around the chosen and the keyboard's node. */
gk.drawOver = function (graph, ctx) {
  const { network, model, colours, lit } = graph;
  const { canvas } = ctx;
  const ratio = canvas.width / canvas.clientWidth || 1;
  const scale = network.getScale();
  const [width, height] = [canvas.clientWidth, canvas.clientHeight];
  ctx.save();
  ctx.setTransform(ratio, 0, 0, ratio, 0, 0);
  const seen = [];
  for (const at of graph.live || []) {
    const body = network.body.nodes[at];
    if (!body) continue;
    const { x, y } = network.canvasToDOM({ x: body.x, y: body.y });
    const radius = graph.sizes.get(at) * scale;
    if (x < -60 || y < -60 || x > width + 60 || y > height + 60) continue;
    seen.push({ at, x, y, radius, entity: model.entities[at], lit: !lit || lit.entities.has(at) });
  }
  gk.drawRings(graph, ctx, seen);
  const moved = gk.movedBy(graph, scale);
  if (moved && !lit) gk.shiftPlaced(graph.placed, moved);
  else {
    const { items, obstacles } = gk.labelItems(graph, ctx, seen);
    const lines = gk.linePoints(graph, seen.length);
    graph.placed = gk.placeLabels(items, obstacles, lines.dots, width, height);
    if (lit) gk.drawPills(ctx, lines.pills, [...graph.placed.map((item) => item.box), ...obstacles], colours);
  }
  gk.drawLabels(ctx, graph.placed, colours);
  ctx.restore();
  if (!graph.ready) gk.markReady(graph);
};

/** How far the view was only shifted since labels were placed; null if anything else may have changed. */
gk.movedBy = function (graph, scale) {
  const origin = graph.network.canvasToDOM({ x: 0, y: 0 });
  const { panned } = graph;
  graph.panned = { scale, origin, turn: graph.turn, hover: graph.hover, cursor: graph.cursor, dragging: graph.dragging };
  if (!panned || !graph.placed || graph.dragging || !graph.sliding) return null;
  const same = ["scale", "turn", "hover", "cursor", "dragging"].every((part) => panned[part] === graph.panned[part]);
  return same ? { x: origin.x - panned.origin.x, y: origin.y - panned.origin.y } : null;
};

gk.shiftPlaced = function (placed, by) {
  for (const { box } of placed) {
    box.x += by.x;
    box.y += by.y;
  }
};

gk.markReady = function (graph) {
  graph.ready = true;
  performance.mark("gk-usable");
  document.documentElement.dataset.ready = "yes";
};

gk.chosenEntities = function (state, model) {
  const { select } = state;
  if (!select) return [];
  if (select.type === "actor") return [select.id];
  if (select.type === "event") {
    const event = model.eventById.get(select.id);
    return [event.agent.id, event.recipient.id];
  }
  return [select.a, select.b];
};

gk.drawRings = function (graph, ctx, seen) {
  const chosen = new Set(gk.chosenEntities(graph.store.state, graph.model));
  const cursor = document.activeElement === graph.box ? graph.cursor : null;
  for (const { x, y, radius, entity } of seen) {
    const ring = chosen.has(entity.id) ? 3 : entity.at === graph.hover || entity.at === cursor ? 2 : 0;
    if (!ring) continue;
    ctx.beginPath();
    ctx.arc(x, y, radius * (graph.model.kinds[entity.kind].shape === "square" ? 1.3 : 1) + 5, 0, 2 * Math.PI);
    ctx.lineWidth = ring;
    ctx.setLineDash(entity.at === cursor && !chosen.has(entity.id) ? [4, 3] : []);
    ctx.strokeStyle = graph.colours.accent;
    ctx.stroke();
  }
  ctx.setLineDash([]);
};

gk.labelItems = function (graph, ctx, seen) {
  const { model, colours, lit } = graph;
  const chosen = new Set(gk.chosenEntities(graph.store.state, model));
  const items = [];
  const obstacles = [];
  for (const { at, x, y, radius, entity, lit: bright } of seen) {
    const reach = radius * 0.92;
    const around = reach + 9;
    if (bright) obstacles.push({ x: x - reach, y: y - reach, w: 2 * reach, h: 2 * reach, owner: at, part: "nodes" });
    if (bright) obstacles.push({ x: x - around, y: y - around, w: 2 * around, h: 2 * around, owner: at, part: "near" });
    if (!bright && at !== graph.hover) continue;
    const strong = chosen.has(entity.id) || graph.sizes.get(at) >= 15;
    const pixels = (strong ? 13.5 : 12) - (graph.box.clientWidth < 600 ? 1 : 0);
    const font = `${strong ? 700 : 400} ${pixels}px ${colours.sans}`;
    const lines = gk.wrapLabel(entity.label);
    ctx.font = font;
    const w = Math.max(...lines.map((text) => ctx.measureText(text).width)) + 4;
    const line = pixels * 1.2;
    const rank = (chosen.has(entity.id) ? 1e6 : 0) + (at === graph.hover || at === graph.cursor ? 1e5 : 0) + entity.strength;
    const ring = chosen.has(entity.id) ? radius * (model.kinds[entity.kind].shape === "square" ? 0.3 : 0) + 6 : 0;
    items.push({ id: at, x, y, radius: radius + ring, lines, font, line, w, h: lines.length * line, colour: colours.ink, rank, must: rank >= 1e5 || (lit !== null && seen.length < 30) });
  }
  obstacles.push(...gk.controlBoxes(graph));
  items.sort((a, b) => b.rank - a.rank || a.id - b.id);
  return { items, obstacles };
};

/** Where buttons and notices lie over the picture. */
gk.controlBoxes = function (graph) {
  const { left, top } = graph.box.getBoundingClientRect();
  return ["tools", "depth", "notice"].map((id) => gk.$(id).getBoundingClientRect()).filter((area) => area.width)
    .map((area) => ({ x: area.left - left, y: area.top - top, w: area.width, h: area.height }));
};

/** Points along the edges (for small pictures), and the verbs of lit edges with places where they may stand. */
gk.linePoints = function (graph, nodes) {
  const { network, model, lit, colours } = graph;
  const dots = [];
  const pills = [];
  if (graph.shown.size > 700 || nodes > 220) return { dots, pills };
  const steps = graph.shown.size < 250 ? 24 : 8;
  for (const [at, events] of graph.shown) {
    const bright = !lit || lit.relations.has(at);
    const edge = network.body.edges[`r${at}`];
    if (!bright || !edge || !edge.connected || !edge.edgeType) continue;
    const point = (share) => {
      const spot = network.canvasToDOM(edge.edgeType.getPoint(share));
      return [spot.x, spot.y];
    };
    for (let i = 1; i < steps; i += 1) dots.push(point(i / steps));
    if (!lit) continue;
    const relation = model.relations[at];
    const text = gk.relationLabel(relation, model, events);
    pills.push({ text, colour: colours.group[relation.group], points: [0.5, 0.42, 0.58, 0.34, 0.66].map(point), rank: (graph.focused === at ? 1e6 : 0) + relation.strength });
  }
  pills.sort((a, b) => b.rank - a.rank);
  return { dots, pills: pills.slice(0, 60) };
};

/** A line about what hovers under the pointer. */
gk.showTip = function (graph, node, edge) {
  const { model } = graph;
  const tip = gk.$("tip");
  if (node !== null) {
    graph.hover = node;
    const entity = model.entities[node];
    const facts = entity.events.filter((event) => graph.store.result.passed.has(event)).length;
    tip.replaceChildren(gk.h("b", {}, entity.label), ` ${model.kinds[entity.kind].label.toLowerCase()} · ${gk.count(facts, "event")}`);
  } else {
    const relation = model.relations[Number(edge.slice(1))];
    tip.replaceChildren(
      gk.h("b", {}, model.entities[relation.source].label), ` ${gk.relationLabel(relation, model, graph.shown.get(relation.at))} `,
      gk.h("b", {}, model.entities[relation.target].label), ` · ${model.statuses[relation.status].label}`,
    );
  }
  tip.hidden = false;
  graph.network.redraw();
};

gk.hideTip = function (graph) {
  gk.$("tip").hidden = true;
  graph.hover = null;
};
