/* The picture: vis-network draws nodes and edges, we decide their looks and add the labels. */

gk.MOST_GUESTS = 40;

gk.makeGraph = function (store, nodes, edges, options) {
  const { model } = store;
  const box = gk.$("canvas");
  const graph = {
    store, model, box,
    colours: gk.readColours(model),
    portrait: box.clientHeight > box.clientWidth * 1.15,
    given: { nodes, edges },
    spots: new Map(),
    sizes: new Map(nodes.map((node) => [node.id, node.size])),
    more: edges.some((edge) => !edge.core),
    drawn: { all: null, nodes: new Set(), relations: new Set() },
    guests: { nodes: new Set(), relations: new Set() },
    looks: new Map(),
    nodes: new vis.DataSet(),
    edges: new vis.DataSet(),
    lit: null,
    hover: null,
    cursor: null,
    shown: new Map(),
  };
  graph.network = new vis.Network(box, { nodes: graph.nodes, edges: graph.edges }, {
    ...options,
    interaction: { ...options.interaction, keyboard: false, multiselect: false, selectable: true },
    nodes: { font: { size: 0 }, borderWidth: 1.5, borderWidthSelected: 1.5, labelHighlightBold: false },
    edges: { smooth: false, selectionWidth: 0, hoverWidth: 0, font: { size: 0 }, arrowStrikethrough: false },
  });
  box.querySelector("canvas").setAttribute("aria-hidden", "true");
  gk.bindGraph(graph);
  graph.update = (state, result, before) => gk.updateGraph(graph, state, result, before);
  return graph;
};

gk.bindGraph = function (graph) {
  const { network, store } = graph;
  network.on("afterDrawing", (ctx) => gk.drawOver(graph, ctx));
  network.on("click", (at) => {
    if (at.nodes.length) return gk.clickNode(graph, at.nodes[0], at.event.srcEvent && at.event.srcEvent.shiftKey);
    if (at.edges.length) return gk.clickEdge(graph, at.edges[0]);
    return store.state.select && store.select(null);
  });
  network.on("hoverNode", (at) => gk.showTip(graph, at.node, null));
  network.on("hoverEdge", (at) => gk.showTip(graph, null, at.edge));
  for (const name of ["blurNode", "blurEdge", "dragStart", "zoom"]) network.on(name, () => gk.hideTip(graph));
  network.on("dragEnd", (at) => {
    for (const id of at.nodes) graph.spots.set(id, network.getPosition(id));
    network.unselectAll();
  });
  gk.$("zoom-in").onclick = () => gk.zoomBy(graph, 1.35);
  gk.$("zoom-out").onclick = () => gk.zoomBy(graph, 1 / 1.35);
  gk.$("fit").onclick = () => gk.frame(graph, null);
};

/** Takes the places of the core, or of all that can be drawn. */
gk.seatDrawn = function (graph, all) {
  const { nodes, edges } = graph.given;
  graph.spots.clear();
  graph.looks.clear();
  graph.nodes.clear();
  graph.edges.clear();
  graph.guests.nodes.clear();
  graph.guests.relations.clear();
  for (const node of nodes) {
    const [wide, high] = all && graph.more ? [node.wide, node.high] : [node.x === undefined ? null : [node.x, node.y], node.tall];
    const place = graph.portrait ? high : wide;
    if (place) graph.spots.set(node.id, { x: place[0], y: place[1] });
  }
  graph.drawn = {
    all,
    nodes: new Set(graph.spots.keys()),
    relations: new Set(edges.filter((edge) => edge.core || all).map((edge) => Number(edge.id.slice(1)))),
  };
  const many = graph.drawn.relations.size > 1000;
  graph.network.setOptions({ interaction: { hideEdgesOnDrag: many, hideEdgesOnZoom: many } });
};

/** A click opens an actor; with Shift, the shortest path from the open one. */
gk.clickNode = function (graph, at, shift) {
  const { store, model } = graph;
  graph.network.unselectAll();
  gk.hideTip(graph);
  const entity = model.entities[at];
  const open = store.state.select;
  if (shift && open && open.type === "actor" && open.id !== entity.id) {
    return store.select({ type: "path", a: open.id, b: entity.id });
  }
  return store.select({ type: "actor", id: entity.id });
};

gk.clickEdge = function (graph, id) {
  graph.network.unselectAll();
  gk.hideTip(graph);
  const relation = graph.model.relations[Number(id.slice(1))];
  const event = relation.events.find((one) => graph.store.result.passed.has(one)) || relation.events[0];
  graph.store.select({ type: "pair", a: graph.model.entities[relation.source].id, b: graph.model.entities[relation.target].id, event: event.id });
};

/** What a selection lights up: positions of entities and of relations; null lights all. */
gk.litBy = function (model, state, passed) {
  const { select } = state;
  if (!select) return null;
  const entities = new Set();
  const relations = new Set();
  const add = (event) => relations.add(event.relation.at);
  if (select.type === "actor") {
    const around = gk.neighbourhood(model.entityById.get(select.id), passed, state.depth);
    around.nodes.forEach((entity) => entities.add(entity.at));
    around.events.forEach(add);
  } else if (select.type === "path") {
    const [a, b] = [model.entityById.get(select.a), model.entityById.get(select.b)];
    const path = gk.shortestPath(a, b, passed);
    (path ? path.nodes : [a, b]).forEach((entity) => entities.add(entity.at));
    if (path) path.steps.flat().forEach(add);
  } else {
    const event = model.eventById.get(select.event || select.id);
    const ends = select.type === "pair" ? [model.entityById.get(select.a), model.entityById.get(select.b)] : [event.agent, event.recipient];
    ends.forEach((entity) => entities.add(entity.at));
    if (select.type === "pair") gk.between(ends[0], ends[1], passed).forEach(add);
    else add(event);
  }
  return { entities, relations };
};

gk.updateGraph = function (graph, state, result, before) {
  const { model } = graph;
  const theme = gk.themeOf(state);
  const reseated = graph.drawn.all !== state.all;
  if (reseated) gk.seatDrawn(graph, state.all);
  if (theme !== graph.theme) {
    graph.theme = theme;
    graph.colours = gk.readColours(model);
    graph.looks.clear();
  }
  graph.lit = gk.litBy(model, state, result.passed);
  gk.inviteGuests(graph, state);
  graph.shown = new Map();
  const live = new Set();
  for (const at of [...graph.drawn.relations, ...graph.guests.relations]) {
    const relation = model.relations[at];
    const events = relation.events.filter((event) => result.passed.has(event)).length;
    if (!events) continue;
    graph.shown.set(at, events);
    live.add(relation.source).add(relation.target);
  }
  if (graph.lit) graph.lit.entities.forEach((at) => live.add(at));
  graph.live = live;
  graph.focused = gk.focusedRelation(model, state);
  gk.applyLooks(graph);
  const moved = reseated || !before || JSON.stringify(before.select) !== JSON.stringify(state.select) || before.depth !== state.depth;
  if (moved && state.view === "graph") gk.frame(graph, graph.lit ? graph.lit.entities : null, !before);
  gk.tellNotice(graph, state, result);
  gk.$("depth").hidden = !(state.select && state.select.type === "actor");
  gk.$("depth-1").setAttribute("aria-pressed", String(state.depth === 1));
  gk.$("depth-2").setAttribute("aria-pressed", String(state.depth === 2));
  graph.network.redraw();
};

gk.focusedRelation = function (model, state) {
  const { select } = state;
  const id = select && (select.type === "event" ? select.id : select.event);
  return id ? model.eventById.get(id).relation.at : null;
};

/** Draws what was chosen although it is not part of the core: around its known neighbours, on rings. */
gk.inviteGuests = function (graph, state) {
  const { model, guests } = graph;
  const wanted = new Set();
  if (graph.lit) {
    const centre = state.select.type === "actor" ? model.entityById.get(state.select.id).at : null;
    const missing = [...graph.lit.entities].filter((at) => !graph.drawn.nodes.has(at) && at !== centre);
    missing.sort((a, b) => model.entities[b].strength - model.entities[a].strength || a - b);
    if (centre !== null && !graph.drawn.nodes.has(centre)) wanted.add(centre);
    missing.slice(0, gk.MOST_GUESTS).forEach((at) => wanted.add(at));
    graph.left = Math.max(missing.length - gk.MOST_GUESTS, 0);
    graph.lit.entities = new Set([...graph.lit.entities].filter((at) => graph.drawn.nodes.has(at) || wanted.has(at)));
  } else graph.left = 0;
  for (const at of guests.nodes) {
    if (wanted.has(at)) continue;
    guests.nodes.delete(at);
    graph.spots.delete(at);
    graph.nodes.remove(at);
    graph.looks.delete(at);
  }
  gk.seatGuests(graph, wanted, state);
  const near = graph.lit ? graph.lit.relations : new Set();
  const here = (at) => graph.spots.has(model.relations[at].source) && graph.spots.has(model.relations[at].target);
  for (const at of guests.relations) {
    if (near.has(at) && here(at)) continue;
    guests.relations.delete(at);
    graph.edges.remove(`r${at}`);
    graph.looks.delete(`r${at}`);
  }
  for (const at of near) if (!graph.drawn.relations.has(at) && here(at)) guests.relations.add(at);
};

gk.seatGuests = function (graph, wanted, state) {
  const { model, guests } = graph;
  const fresh = [...wanted].filter((at) => !guests.nodes.has(at));
  if (!fresh.length) return;
  const spots = [...graph.spots.values()];
  let centre = null;
  if (state.select.type === "actor") {
    const own = model.entityById.get(state.select.id).at;
    centre = graph.spots.get(own);
    if (!centre) {
      const right = spots.reduce((most, spot) => Math.max(most, spot.x), 0);
      centre = { x: right + 520, y: 0 };
      graph.spots.set(own, centre);
    }
  }
  if (!centre) centre = { x: spots.reduce((most, spot) => Math.max(most, spot.x), 0) + 300, y: 0 };
  let turn = 0;
  for (const at of fresh) {
    guests.nodes.add(at);
    const size = Math.min(7.5 + 2.5 * Math.sqrt(model.entities[at].events.length), 30);
    graph.sizes.set(at, size);
    if (graph.spots.has(at)) continue;
    const ring = turn < 12 ? 0 : turn < 40 ? 1 : 2;
    const [first, room] = [[0, 12, 28][ring], [Math.min(fresh.length, 12), Math.min(Math.max(fresh.length - 12, 1), 28), 40][ring]];
    const angle = ((turn - [0, 12, 40][ring]) / room) * 2 * Math.PI + ring * 0.3 + first * 0;
    const radius = 170 + ring * 120;
    graph.spots.set(at, { x: centre.x + Math.cos(angle) * radius * 1.25, y: centre.y + Math.sin(angle) * radius });
    turn += 1;
  }
};

/** Gives every node and edge its looks; only what changed is handed to vis-network. */
gk.applyLooks = function (graph) {
  const { model, lit, colours } = graph;
  const nodes = [];
  const edges = [];
  const differs = (id, key) => {
    if (graph.looks.get(id) === key) return false;
    graph.looks.set(id, key);
    return true;
  };
  for (const at of graph.spots.keys()) {
    const entity = model.entities[at];
    const hidden = !graph.live.has(at);
    const dim = lit !== null && !lit.entities.has(at);
    if (!differs(at, `${hidden}${dim}`)) continue;
    nodes.push(gk.nodeLook(graph, entity, hidden, dim));
  }
  for (const at of [...graph.drawn.relations, ...graph.guests.relations]) {
    const relation = model.relations[at];
    const events = graph.shown.get(at) || 0;
    const dim = lit !== null && !lit.relations.has(at);
    const focused = graph.focused === at;
    if (!differs(relation.id, `${events}${dim}${focused}${lit !== null}`)) continue;
    edges.push(gk.edgeLook(relation, events, dim, focused, lit !== null, colours, model));
  }
  if (nodes.length) graph.nodes.update(nodes);
  if (edges.length) graph.edges.update(edges);
};

gk.nodeLook = function (graph, entity, hidden, dim) {
  const { colours } = graph;
  const spot = graph.spots.get(entity.at);
  const colour = dim ? gk.mix(colours.kind[entity.kind], colours.ground, 0.2) : colours.kind[entity.kind];
  const paint = { background: colour, border: colours.ground };
  const shape = graph.model.kinds[entity.kind].shape;
  const look = {
    id: entity.at, x: spot.x, y: spot.y, hidden, shape, size: graph.sizes.get(entity.at),
    color: { ...paint, highlight: paint, hover: paint },
  };
  if (shape === "custom") look.ctxRenderer = gk.crossRenderer(colour, colours.ground, look.size);
  return look;
};

gk.crossRenderer = (colour, border, size) => ({ ctx, x, y }) => ({
  drawNode() {
    const shape = new Path2D(gk.outlinePath("custom", x, y, size));
    ctx.fillStyle = colour;
    ctx.strokeStyle = border;
    ctx.lineWidth = 1.5;
    ctx.fill(shape);
    ctx.stroke(shape);
  },
  nodeDimensions: { width: 2 * size, height: 2 * size },
});

gk.edgeLook = function (relation, events, dim, focused, focusing, colours, model) {
  const pure = colours.group[relation.group];
  const colour = dim ? gk.mix(pure, colours.ground, 0.13) : focusing ? pure : gk.mix(pure, colours.ground, 0.82);
  const width = (dim ? 1 : focusing ? 2 : 1.4) + Math.min(Math.sqrt(Math.max(events, 1)) - 1, 2.5) * 0.9 + (focused ? 1.6 : 0);
  const bend = Math.abs(relation.bend);
  return {
    id: relation.id, from: relation.source, to: relation.target, hidden: events === 0, width,
    color: { color: colour, highlight: colour, hover: colour, inherit: false },
    dashes: gk.DASHES[model.statuses[relation.status].id],
    smooth: bend ? { enabled: true, type: relation.bend > 0 ? "curvedCW" : "curvedCCW", roundness: bend } : false,
    arrows: { to: { enabled: !relation.symmetric, scaleFactor: 0.55, type: "arrow" } },
  };
};

/** Moves the camera so that these entities (all that are live, if null) fill the free part of the picture. */
gk.frame = function (graph, entities, jump = false) {
  const chosen = [...(entities || graph.live)].filter((at) => graph.spots.has(at) && graph.live.has(at));
  if (!chosen.length) return;
  const { clientWidth: width, clientHeight: height } = graph.box;
  if (!width || !height) return;
  const low = { x: Infinity, y: Infinity };
  const high = { x: -Infinity, y: -Infinity };
  for (const at of chosen) {
    const { x, y } = graph.spots.get(at);
    const size = graph.sizes.get(at);
    low.x = Math.min(low.x, x - size);
    low.y = Math.min(low.y, y - size);
    high.x = Math.max(high.x, x + size);
    high.y = Math.max(high.y, y + size);
  }
  const narrow = width < 600;
  const pad = { x: narrow ? 44 : 70, top: narrow ? 24 : 44, bottom: narrow ? 40 : 34 };
  const covered = gk.coveredBottom ? gk.coveredBottom() : 0;
  const free = { x: width - 2 * pad.x, y: height - pad.top - pad.bottom - covered };
  const most = entities ? 1.5 : 1.25;
  const scale = Math.max(Math.min(free.x / (high.x - low.x), Math.max(free.y, 80) / (high.y - low.y), most), 0.08);
  graph.network.moveTo({
    position: { x: (low.x + high.x) / 2, y: (low.y + high.y) / 2 },
    scale,
    offset: { x: 0, y: (pad.top - pad.bottom - covered) / 2 },
    animation: jump || gk.calm() ? false : { duration: 350, easingFunction: "easeInOutCubic" },
  });
};

gk.zoomBy = function (graph, factor) {
  const scale = Math.max(0.05, Math.min(graph.network.getScale() * factor, 4));
  graph.network.moveTo({ scale, animation: gk.calm() ? false : { duration: 160, easingFunction: "easeOutQuad" } });
};

/** Labels of nodes, pills on lit edges, and the rings around the chosen and the keyboard's node. */
gk.drawOver = function (graph, ctx) {
  const { network, model, colours, lit } = graph;
  const canvas = ctx.canvas;
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
  const { items, obstacles } = gk.labelItems(graph, ctx, seen);
  const lines = gk.linePoints(graph, seen.length);
  const placed = gk.placeLabels(items, obstacles, lines.dots, width, height);
  graph.placed = placed;
  if (lit) gk.drawPills(ctx, lines.pills, [...placed.map((item) => item.box), ...obstacles], colours);
  gk.drawLabels(ctx, placed, colours);
  ctx.restore();
  if (!graph.ready) gk.markReady(graph);
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
    if (bright) obstacles.push({ x: x - reach, y: y - reach, w: 2 * reach, h: 2 * reach, owner: at });
    if (!bright && at !== graph.hover) continue;
    const strong = chosen.has(entity.id) || graph.sizes.get(at) >= 15;
    const pixels = strong ? 13.5 : 12;
    const font = `${strong ? 700 : 400} ${pixels}px ${colours.sans}`;
    const lines = gk.wrapLabel(entity.label);
    ctx.font = font;
    const w = Math.max(...lines.map((text) => ctx.measureText(text).width)) + 4;
    const line = pixels * 1.2;
    const rank = (chosen.has(entity.id) ? 1e6 : 0) + (at === graph.hover || at === graph.cursor ? 1e5 : 0) + entity.strength;
    items.push({ id: at, x, y, radius: radius + (chosen.has(entity.id) ? 5 : 0), lines, font, line, w, h: lines.length * line, colour: colours.ink, rank, must: rank >= 1e5 || (lit !== null && seen.length < 30) });
  }
  items.sort((a, b) => b.rank - a.rank || a.id - b.id);
  return { items, obstacles };
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

/** Says what is not in the picture, and what to do about an empty one. */
gk.tellNotice = function (graph, state, result) {
  const notice = gk.$("notice");
  const { model } = graph;
  const parts = [];
  if (!model.events.length) parts.push("No events were found in these articles.");
  else if (!result.passed.size) parts.push("No event passes the filters.", gk.h("button", { type: "button", onclick: () => gk.clearFilters(graph.store) }, "Clear filters"));
  else if (graph.left) parts.push(`The ${gk.MOST_GUESTS} strongest neighbours are drawn; ${gk.count(graph.left, "more is", "more are")} in the list.`);
  else if (!state.select && graph.drawn.relations.size < model.relations.length) {
    parts.push(`The strongest part: ${graph.drawn.nodes.size} of ${gk.count(model.actors, "actor")}. Search and list reach all.`);
    if (graph.more) parts.push(gk.h("button", { type: "button", onclick: () => graph.store.set({ all: true }, true) }, "Draw all"));
  } else if (!state.select && state.all && graph.more) {
    parts.push(gk.h("button", { type: "button", onclick: () => graph.store.set({ all: false }, true) }, "Draw the strongest part only"));
  }
  notice.replaceChildren(...parts);
  notice.hidden = !parts.length;
};
