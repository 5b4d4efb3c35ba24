/* Taking things out of the page: a link, CSV, PNG, SVG, paper. */

gk.save = function (blob, name) {
  const address = URL.createObjectURL(blob);
  const link = gk.h("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 30000);
};

/** One cell; a text that a spreadsheet would run as a formula gets an apostrophe in front. */
gk.csvCell = function (value) {
  const text = value === null || value === undefined ? "" : String(value);
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

gk.CSV_HEAD = ["date_from", "date_to", "precision", "agent", "relation", "recipient", "status", "place", "topic", "sources", "confidence", "said_as", "according_to", "publisher", "published", "title", "url", "sentence"];

/** Events as CSV, a line for each sentence behind them. */
gk.makeCsv = function (model, events) {
  const lines = events.flatMap((event) => event.mentions.map((mention) => {
    const { article, text } = mention.sentence;
    const date = event.date || {};
    return [date.from, date.to, date.precision, event.agent.label, event.predicate.label, event.recipient.label, model.statuses[event.status].id,
      event.place && event.place.label, event.topic, event.publishers, event.confidence, model.statuses[mention.status].id, mention.speaker && mention.speaker.label,
      article.publisher, article.published, article.title, article.url, text];
  }));
  return [gk.CSV_HEAD, ...lines].map((line) => line.map(gk.csvCell).join(",")).join("\r\n") + "\r\n";
};

gk.savePng = function (graph) {
  const source = graph.box.querySelector("canvas");
  const copy = document.createElement("canvas");
  [copy.width, copy.height] = [source.width, source.height];
  const ctx = copy.getContext("2d");
  ctx.fillStyle = graph.colours.ground;
  ctx.fillRect(0, 0, copy.width, copy.height);
  ctx.drawImage(source, 0, 0);
  copy.toBlob((blob) => gk.save(blob, "graphkit.png"), "image/png");
};

/** The picture as it is seen now, as SVG text. */
gk.makeSvg = function (graph) {
  const { network, model, colours, box } = graph;
  const [width, height] = [box.clientWidth, box.clientHeight];
  const scale = network.getScale();
  const dom = (spot) => network.canvasToDOM(spot);
  const n = (number) => Math.round(number * 10) / 10;
  const root = gk.h("svg", { xmlns: "http://www.w3.org/2000/svg", viewBox: `0 0 ${width} ${height}`, width, height, "font-family": "sans-serif" },
    gk.h("title", {}, model.title), gk.h("rect", { width, height, fill: colours.ground }));
  for (const at of graph.shown.keys()) {
    const edge = network.body.edges[`r${at}`];
    if (!edge || !edge.connected) continue;
    const look = graph.edges.get(`r${at}`);
    const points = Array.from({ length: 17 }, (_, i) => dom(edge.edgeType.getPoint(i / 16)));
    const end = graph.sizes.get(model.relations[at].target) * scale + 2;
    const tip = dom(edge.to);
    const kept = points.filter((point) => Math.hypot(point.x - tip.x, point.y - tip.y) > end);
    root.append(gk.h("path", { d: `M${kept.map((point) => `${n(point.x)} ${n(point.y)}`).join("L")}`, fill: "none", stroke: look.color.color, "stroke-width": look.width, "stroke-dasharray": look.dashes ? look.dashes.join(" ") : null }));
    if (!model.relations[at].symmetric && kept.length > 1) root.append(gk.svgArrow(kept.at(-1), tip, end, look.color.color));
  }
  for (const at of graph.live) {
    const body = network.body.nodes[at];
    const look = graph.nodes.get(at);
    if (!body || !look) continue;
    const { x, y } = dom(body);
    root.append(gk.h("path", { d: gk.outlinePath(look.shape, n(x), n(y), n(look.size * scale)), fill: look.color.background, stroke: colours.ground, "stroke-width": 1.5 }));
  }
  for (const { box: place, lines, line, font, colour } of graph.placed || []) {
    lines.forEach((text, i) => root.append(gk.h("text", {
      x: n(place.x + place.w / 2), y: n(place.y + line * (i + 0.5) + 4.5), "text-anchor": "middle", fill: colour, stroke: colours.ground, "stroke-width": 3,
      "paint-order": "stroke", "font-size": parseFloat(font.split(" ")[1]), "font-weight": font.split(" ")[0],
    }, text)));
  }
  return new XMLSerializer().serializeToString(root);
};

gk.svgArrow = function (from, tip, gap, colour) {
  const angle = Math.atan2(tip.y - from.y, tip.x - from.x);
  const [x, y] = [tip.x - Math.cos(angle) * gap, tip.y - Math.sin(angle) * gap];
  const corner = (turn) => `${Math.round((x - Math.cos(angle + turn) * 8) * 10) / 10},${Math.round((y - Math.sin(angle + turn) * 8) * 10) / 10}`;
  return gk.h("polygon", { points: `${Math.round(x * 10) / 10},${Math.round(y * 10) / 10} ${corner(0.4)} ${corner(-0.4)}`, fill: colour });
};

gk.copyLink = async function () {
  try {
    await navigator.clipboard.writeText(location.href);
    gk.say("Link copied");
    return true;
  } catch {
    const field = gk.h("textarea", { "aria-label": "Link to this view", class: "hide" }, location.href);
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    gk.say(done ? "Link copied" : "Copy the address of this page");
    return done;
  }
};

gk.bindExports = function (store, graph) {
  const menu = gk.$("share-menu");
  const open = (on) => {
    menu.hidden = !on;
    gk.$("share").setAttribute("aria-expanded", String(on));
  };
  gk.$("share").onclick = () => {
    open(menu.hidden);
    if (!menu.hidden) menu.querySelector("button").focus();
  };
  document.addEventListener("pointerdown", (event) => !menu.hidden && !event.target.closest(".menu") && open(false));
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    open(false);
    gk.$("share").focus();
  });
  const act = (id, work) => gk.$(id).addEventListener("click", () => {
    open(false);
    gk.$("share").focus();
    work();
  });
  act("copy-link", () => gk.copyLink());
  act("save-csv", () => gk.save(new Blob(["\ufeff", gk.makeCsv(store.model, gk.sortEvents(gk.tableEvents(store, store.state, store.result), store.state.sort))], { type: "text/csv;charset=utf-8" }), "events.csv"));
  act("save-png", () => gk.savePng(graph));
  act("save-svg", () => gk.save(new Blob([gk.makeSvg(graph)], { type: "image/svg+xml" }), "graphkit.svg"));
  act("print", () => window.print());
};
