/* The keyboard: / asks, ? helps, Esc goes back, arrows walk through the picture or the story. */

gk.bindKeys = function (store, graph) {
  document.addEventListener("keydown", (event) => {
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) && event.target.type !== "checkbox";
    if (event.ctrlKey || event.metaKey || event.altKey || gk.$("help-box").open) return;
    if (event.key === "/" && !typing) {
      event.preventDefault();
      gk.$("search").focus();
      gk.$("search").select();
    } else if (event.key === "?" && !typing) gk.openHelp(store);
    else if (event.key === "Escape") {
      if (document.body.classList.contains("with-side")) gk.toggleSide(false);
      else if (store.state.select) store.select(null);
    } else if (!typing && store.state.story !== null && ["ArrowLeft", "ArrowRight", "PageUp", "PageDown"].includes(event.key) && !["canvas", "matrix"].includes(event.target.id)) {
      event.preventDefault();
      gk.goStory(store, store.state.story + (event.key === "ArrowRight" || event.key === "PageDown" ? 1 : -1));
    }
  });
  graph.box.addEventListener("keydown", (event) => gk.walk(graph, event));
  for (const name of ["focus", "blur"]) graph.box.addEventListener(name, () => gk.redrawSoon(graph));
  document.addEventListener("keydown", (event) => {
    if ((event.key === "Enter" || event.key === " ") && event.target.getAttribute && event.target.getAttribute("role") === "button" && event.target.dataset.node) {
      event.preventDefault();
      store.select({ type: "actor", id: store.model.entities[Number(event.target.dataset.node)].id });
    }
  });
  gk.$("skip").addEventListener("click", (event) => {
    event.preventDefault();
    if (gk.phone.matches) gk.setSheet("full");
    gk.$("panel").focus();
  });
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
  gk.say(`${entity.label}, ${graph.model.kinds[entity.kind].label.toLowerCase()}, ${gk.count(entity.events.length, "event")}`);
  const { width, height } = gk.roomOf(graph);
  if (node.sx < 20 || node.sy < 20 || node.sx > width - 20 || node.sy > height - 20) {
    const { k } = graph.view;
    graph.view = { k, x: width / 2 - node.x * k, y: height / 2 - node.y * k };
  }
  gk.redrawSoon(graph);
};
