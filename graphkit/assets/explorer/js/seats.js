/* Where things stand: the places of the drawn part, of guests beside it, and of the camera. */

gk.MOST_GUESTS = 40;

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
    relations: new Set(edges.filter((edge) => (all && graph.more) || (graph.portrait ? edge.phone : edge.core)).map((edge) => Number(edge.id.slice(1)))),
  };
  const many = graph.drawn.relations.size > 1000;
  graph.network.setOptions({ interaction: { hideEdgesOnDrag: many, hideEdgesOnZoom: many } });
};

/** Who is drawn beside the core: {nodes, relations, left}. What was chosen comes first, else what a filter lets through. */
gk.guestList = function (graph, state, result) {
  const { model, drawn, lit } = graph;
  const list = { nodes: new Set(), relations: new Set(), left: 0 };
  const byStrength = (a, b) => model.entities[b].strength - model.entities[a].strength || a - b;
  if (lit) {
    const own = state.select.type === "actor" ? model.entityById.get(state.select.id).at : null;
    if (own !== null && !drawn.nodes.has(own)) list.nodes.add(own);
    const missing = [...lit.entities].filter((at) => !drawn.nodes.has(at) && at !== own).sort(byStrength);
    missing.slice(0, gk.MOST_GUESTS).forEach((at) => list.nodes.add(at));
    list.left = Math.max(missing.length - gk.MOST_GUESTS, 0);
    list.relations = lit.relations;
  } else if (gk.isFiltered(state) && drawn.relations.size < model.relations.length) {
    const passing = new Set([...result.passed].map((event) => event.relation));
    const missing = [...passing].filter((relation) => !drawn.relations.has(relation.at)).sort((a, b) => b.strength - a.strength || a.at - b.at);
    for (const { at, source, target } of missing) {
      const fresh = [source, target].filter((end) => !drawn.nodes.has(end) && !list.nodes.has(end));
      if (list.nodes.size + fresh.length > gk.MOST_GUESTS) continue;
      fresh.forEach((end) => list.nodes.add(end));
      list.relations.add(at);
    }
  }
  return list;
};

/** Seats the guests of the present view and sees the others out; tells whether anybody came or went. */
gk.inviteGuests = function (graph, state, result) {
  const { model, guests } = graph;
  const list = gk.guestList(graph, state, result);
  graph.left = list.left;
  if (graph.lit) graph.lit.entities = new Set([...graph.lit.entities].filter((at) => graph.drawn.nodes.has(at) || list.nodes.has(at)));
  const leaving = [...guests.nodes].filter((at) => !list.nodes.has(at));
  for (const at of leaving) {
    guests.nodes.delete(at);
    graph.spots.delete(at);
    graph.nodes.remove(at);
    graph.looks.delete(at);
  }
  const coming = [...list.nodes].filter((at) => !guests.nodes.has(at));
  gk.seatGuests(graph, coming, list.relations);
  const here = (at) => graph.spots.has(model.relations[at].source) && graph.spots.has(model.relations[at].target);
  for (const at of [...guests.relations]) {
    if (list.relations.has(at) && here(at)) continue;
    guests.relations.delete(at);
    graph.edges.remove(`r${at}`);
    graph.looks.delete(`r${at}`);
  }
  for (const at of list.relations) if (!graph.drawn.relations.has(at) && here(at)) guests.relations.add(at);
  return coming.length + leaving.length > 0;
};

/** Seats each guest near the first of its partners that has a place; who has none begins a place of its own outside. */
gk.seatGuests = function (graph, coming, relations) {
  const { model, guests } = graph;
  for (const at of coming) {
    guests.nodes.add(at);
    const ties = model.entities[at].relations.filter((relation) => relations.has(relation.at));
    graph.sizes.set(at, Math.min(7.5 + 2.5 * Math.sqrt(ties.flatMap((relation) => relation.events).length), 30));
    const partner = ties.map((relation) => (relation.source === at ? relation.target : relation.source)).find((end) => graph.spots.has(end));
    if (partner !== undefined) graph.spots.set(at, gk.freeSeat(graph, graph.spots.get(partner)));
    else graph.spots.set(at, { x: [...graph.spots.values()].reduce((most, spot) => Math.max(most, spot.x), -240) + 240, y: 0 });
  }
};

/** The place nearest to a centre that keeps away from every node; rings of growing radius, sixteen places each. */
gk.freeSeat = function (graph, centre) {
  const taken = [...graph.spots.values()];
  for (let radius = 130; radius < 4000; radius += 45) {
    for (let step = 0; step < 16; step += 1) {
      const angle = (step / 16) * 2 * Math.PI + radius;
      const seat = { x: centre.x + Math.cos(angle) * radius * 1.2, y: centre.y + Math.sin(angle) * radius };
      if (taken.every((spot) => Math.abs(spot.x - seat.x) > 95 || Math.abs(spot.y - seat.y) > 52)) return seat;
    }
  }
  return { x: centre.x, y: centre.y };
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
  const pad = { x: narrow ? 44 : 70, top: narrow ? 24 : 44, bottom: narrow ? 40 : 50 };
  const notice = gk.$("notice");
  if (!notice.hidden) pad.top = Math.max(pad.top, notice.offsetTop + notice.offsetHeight + (narrow ? 10 : 16));
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
