/* The picture: vis-network draws nodes and edges, we decide their looks and add the labels. */

gk.makeGraph = function (store, nodes, edges, options) {
  const { model } = store;
  const box = gk.$("canvas");
  const graph = {
    store, model, box,
    colours: gk.readColours(model),
    portrait: gk.isPortrait(box),
    given: { nodes, edges },
    spots: new Map(),
    sizes: new Map(nodes.map((node) => [node.id, node.size])),
    more: nodes.some((node) => node.wide) && edges.some((edge) => !(gk.isPortrait(box) ? edge.phone : edge.core)),
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

gk.isPortrait = (box) => box.clientHeight > box.clientWidth * 1.15;

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
  network.on("dragStart", (at) => Object.assign(graph, { dragging: at.nodes.length > 0, sliding: true }));
  network.on("dragEnd", (at) => {
    Object.assign(graph, { dragging: false, sliding: false });
    for (const id of at.nodes) graph.spots.set(id, network.getPosition(id));
    network.unselectAll();
    network.redraw();
  });
  gk.$("zoom-in").onclick = () => gk.zoomBy(graph, 1.35);
  gk.$("zoom-out").onclick = () => gk.zoomBy(graph, 1 / 1.35);
  gk.$("fit").onclick = () => gk.frame(graph, null);
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
  const company = gk.inviteGuests(graph, state, result);
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
  graph.turn = (graph.turn || 0) + 1;
  graph.focused = gk.focusedRelation(model, state);
  gk.applyLooks(graph);
  const moved = reseated || company || !before || JSON.stringify(before.select) !== JSON.stringify(state.select) || before.depth !== state.depth;
  gk.tellNotice(graph, state, result);
  if (moved && state.view === "graph") gk.frame(graph, graph.lit ? graph.lit.entities : null, !before);
  gk.$("hint").hidden = state.select !== null;
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

/** Says what is not in the picture, and what to do about an empty one. */
gk.tellNotice = function (graph, state, result) {
  const notice = gk.$("notice");
  const { model } = graph;
  const parts = [];
  if (!model.events.length) parts.push("No events were found in these articles.");
  else if (!result.passed.size) parts.push("No event passes the filters.", gk.h("button", { type: "button", onclick: () => gk.clearFilters(graph.store) }, "Clear filters"));
  else if (graph.left) parts.push(`The ${gk.MOST_GUESTS} strongest neighbours are drawn; ${gk.count(graph.left, "more is", "more are")} in the list.`);
  else if (!state.select) {
    const actors = new Set();
    for (const event of result.passed) actors.add(event.agent).add(event.recipient);
    if (graph.live.size < actors.size) parts.push(`The strongest part: ${graph.live.size} of ${gk.count(actors.size, "actor")}. Search and list reach all.`);
    const [label, all] = state.all ? ["Draw the strongest part only", false] : ["Draw all", true];
    if (graph.more && (state.all || parts.length)) parts.push(gk.h("button", { type: "button", onclick: () => graph.store.set({ all }, true) }, label));
  }
  notice.replaceChildren(...parts);
  notice.hidden = !parts.length;
};
