/* The keyboard: / searches, Esc goes back, arrows walk through the picture. */

gk.bindKeys = function (store, graph) {
  document.addEventListener("keydown", (event) => {
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) && event.target.type !== "checkbox";
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "/" && !typing) {
      event.preventDefault();
      gk.$("search").focus();
      gk.$("search").select();
    } else if (event.key === "Escape") {
      if (document.body.classList.contains("with-facets")) gk.toggleFacets(false);
      else if (store.state.select) store.select(null);
      else if (store.state.q) gk.dropWords(store);
    }
  });
  graph.box.addEventListener("keydown", (event) => gk.walk(store, graph, event));
  for (const name of ["focus", "blur"]) graph.box.addEventListener(name, () => graph.network.redraw());
  gk.$("skip").addEventListener("click", (event) => {
    event.preventDefault();
    gk.$("panel").focus();
  });
};

gk.walk = function (store, graph, event) {
  const way = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
  if (event.key === "+" || event.key === "=") gk.zoomBy(graph, 1.35);
  else if (event.key === "-") gk.zoomBy(graph, 1 / 1.35);
  else if (event.key === "0") gk.frame(graph, null);
  else if ((event.key === "Enter" || event.key === " ") && graph.cursor !== null) gk.clickNode(graph, graph.cursor, event.shiftKey);
  else if (way) gk.stepCursor(graph, gk.nextNode(graph, way));
  else return;
  event.preventDefault();
};

/** The nearest node in a direction; sideways counts double. Without a node to start from, the best-connected. */
gk.nextNode = function (graph, [dx, dy]) {
  const chosen = graph.store.state.select;
  const start = graph.cursor !== null ? graph.cursor : chosen && chosen.type === "actor" ? graph.model.entityById.get(chosen.id).at : null;
  const live = [...graph.live].filter((at) => graph.spots.has(at) && (!graph.lit || graph.lit.entities.has(at)));
  if (start === null || !graph.spots.has(start)) {
    return live.sort((a, b) => graph.model.entities[b].strength - graph.model.entities[a].strength)[0] ?? null;
  }
  const from = graph.spots.get(start);
  let best = null;
  for (const at of live) {
    if (at === start) continue;
    const to = graph.spots.get(at);
    const ahead = (to.x - from.x) * dx + (to.y - from.y) * dy;
    const aside = Math.abs((to.x - from.x) * dy) + Math.abs((to.y - from.y) * dx);
    if (ahead <= 0 || aside > ahead * 2.4) continue;
    const cost = ahead + 2 * aside;
    if (!best || cost < best.cost) best = { at, cost };
  }
  return best ? best.at : start;
};

gk.stepCursor = function (graph, at) {
  if (at === null) return;
  graph.cursor = at;
  const entity = graph.model.entities[at];
  gk.say(`${entity.label}, ${graph.model.kinds[entity.kind].label.toLowerCase()}, ${gk.count(entity.events.length, "event")}`);
  const { x, y } = graph.network.canvasToDOM(graph.spots.get(at));
  const { clientWidth: width, clientHeight: height } = graph.box;
  if (x < 40 || y < 40 || x > width - 40 || y > height - 40) graph.network.moveTo({ position: graph.spots.get(at), animation: false });
  graph.network.redraw();
};
