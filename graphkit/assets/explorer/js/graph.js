/* The picture: it makes a scene of each state, draws it, and answers pointer, wheel and keys. */

gk.makeGraph = function (store, places) {
  const { model } = store;
  const box = gk.$("canvas");
  const graph = {
    store, model, box, remember: gk.makeMemo(6), view: { k: 1, x: 0, y: 0 }, scene: null, key: null, hover: null, cursor: null, overview: null,
    theme: null, colours: null,
    given: new Map(places.map(({ id, x, y }) => [id, { x, y }])),
  };
  graph.svg = gk.h("svg", { width: "100%", height: "100%", "aria-hidden": "true", focusable: "false" });
  box.append(graph.svg);
  graph.update = (state) => (gk.viewOf(store) === "graph" ? () => gk.measureGraph(graph, state) : null);
  return graph;
};

/** The room for the picture; on a phone without what the sheet covers. */
gk.roomOf = (graph) => ({ width: Math.round(graph.box.clientWidth), height: Math.round(graph.box.clientHeight - gk.coveredBottom(graph.box)) });

/** Reads the room for the picture and the colours of the theme, and gives what draws a state with them. */
gk.measureGraph = function (graph, state) {
  const room = gk.roomOf(graph);
  const theme = gk.theme();
  if (theme !== graph.theme) {
    graph.theme = theme;
    graph.colours = gk.readColours(graph.model);
  }
  return () => gk.updateGraph(graph, state, room);
};

gk.updateGraph = function (graph, state, { width, height }) {
  const { theme } = graph;
  if (width < 50 || height < 50) return;
  const depth = state.select && state.select.type === "actor" ? state.depth : 1;
  const key = JSON.stringify([width, height, state.select, depth, state.all, gk.filterKey(state)]);
  if (key !== graph.key) {
    graph.key = key;
    graph.scene = graph.remember(JSON.stringify([key, theme]), () => gk.makeScene(graph, width, height));
    graph.view = { k: 1, x: 0, y: 0 };
    graph.hover = null;
    gk.$("tip").hidden = true;
    if (!graph.scene.nodes.some((node) => node.entity === graph.cursor)) graph.cursor = null;
  }
  gk.tellNotice(graph, state);
  gk.$("depth").hidden = !(state.select && state.select.type === "actor");
  gk.$("depth-1").setAttribute("aria-pressed", String(state.depth === 1));
  gk.$("depth-2").setAttribute("aria-pressed", String(state.depth === 2));
  gk.$("hint").hidden = state.select !== null;
  gk.redraw(graph);
};

gk.chosenIds = function (state, model) {
  const { select } = state;
  if (!select || select.type === "article") return new Set();
  if (select.type === "actor") return new Set([select.id]);
  if (select.type === "event") {
    const event = gk.eventById(model, select.id);
    return new Set([event.agent, event.recipient].map((entity) => gk.standIn(entity, state.unfold).id));
  }
  return new Set([select.a, select.b]);
};

gk.redraw = function (graph) {
  if (!graph.scene) return;
  const { state } = graph.store;
  const cursor = document.activeElement === graph.box ? graph.cursor : null;
  graph.svg.replaceChildren(gk.drawScene(graph.model, graph.scene, graph.view, graph.colours, { chosen: gk.chosenIds(state, graph.model), hover: graph.hover, cursor }));
  gk.markDrawn();
};

gk.redrawSoon = function (graph) {
  if (graph.waiting) return;
  graph.waiting = requestAnimationFrame(() => {
    graph.waiting = 0;
    gk.redraw(graph);
  });
};

gk.drawn = false;

/** Marks the moment of the first drawing. */
gk.markDrawn = function () {
  if (!gk.drawn) performance.mark("gk-usable");
  gk.drawn = true;
};

/** Says what is not in the picture, and what to do about an empty one. */
gk.tellNotice = function (graph, state) {
  const { model, store, scene } = graph;
  const parts = [];
  if (!model.events.length) parts.push(gk.whyEmpty(model));
  else if (!store.result.passed.size) parts.push("Nothing passes the filters. ", gk.button("Clear filters", () => gk.clearFilters(store)));
  else if (!scene.nodes.length) parts.push("What passes has no line to draw: it lies within one actor. The list has it.");
  else if (scene.total > scene.nodes.length) {
    parts.push(scene.width < 560 ? `${scene.nodes.length} of ${gk.count(scene.total, "actor")} ` : `The ${scene.nodes.length} strongest of ${gk.count(scene.total, "actor")}; the list has all. `);
    parts.push(gk.button(state.all ? "draw fewer" : "draw more", () => store.set({ all: !state.all })));
  }
  const notice = gk.$("notice");
  notice.replaceChildren(...parts);
  notice.hidden = !parts.length;
};
