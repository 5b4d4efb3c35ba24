/* The matrix: who does what to whom as rows and columns; the area is the number of events, the colour what sort. */

gk.makeMatrix = function (store) {
  const host = gk.$("matrix");
  const matrix = { store, host, cursor: null };
  host.tabIndex = 0;
  host.setAttribute("role", "application");
  host.setAttribute("aria-roledescription", "matrix");
  host.setAttribute("aria-label", "Matrix: the row does to the column. Arrow keys move between cells, Enter opens one. The list of claims says the same in text.");
  host.addEventListener("keydown", (event) => gk.walkMatrix(matrix, event));
  host.addEventListener("click", (event) => {
    const cell = event.target.closest("[data-cell]");
    if (cell) gk.openCell(matrix, cell.dataset.cell);
    const name = event.target.closest("[data-node]");
    if (name) store.select({ type: "actor", id: store.model.entities[Number(name.dataset.node)].id });
  });
  gk.matrixView = matrix;
  return () => () => {
    const { clientWidth: width, clientHeight: height } = host;
    return () => gk.redrawMatrix(matrix, width, height);
  };
};

gk.redrawMatrix = function (matrix, width, height) {
  const { store, host } = matrix;
  if (!width) return;
  const colours = gk.readColours(store.model);
  const built = gk.buildMatrix(store, width, height);
  matrix.built = built;
  host.replaceChildren(gk.h("svg", { width, height: built.height, viewBox: `0 0 ${width} ${built.height}`, "aria-hidden": "true" }, gk.drawMatrix(store.model, built, colours, matrix.cursor)));
  gk.markDrawn();
};

/** The strongest actors, in an order that puts close partners side by side, and the events of each cell. */
gk.buildMatrix = function (store, width, height) {
  const { model, state } = store;
  const standIn = (one) => gk.standIn(one, state.unfold);
  const events = gk.selectedEvents(store);
  const lines = gk.makeLines(model, events, standIn, false);
  const most = Math.max(6, Math.min(30, Math.floor((Math.min(width, height * 1.35) - 130) / 26)));
  const actors = gk.orderActors(gk.tiedActors(lines, most), lines);
  const chosen = new Set(actors);
  const cells = new Map();
  const add = (row, column, event) => {
    if (row === column || !chosen.has(row) || !chosen.has(column)) return;
    const key = `${row.at} ${column.at}`;
    if (!cells.has(key)) cells.set(key, { key, row, column, events: [] });
    cells.get(key).events.push(event);
  };
  for (const event of events) {
    const [a, b] = [standIn(event.agent), standIn(event.recipient)];
    add(a, b, event);
    if (event.predicate.symmetric) add(b, a, event);
  }
  const names = Math.min(width < 600 ? 110 : 230, Math.max(0, ...actors.map((actor) => gk.textWidth(actor.label, gk.MATRIX_FONT))));
  const busiest = Math.max(1, ...[...cells.values()].map((cell) => cell.events.length));
  const caption = gk.breakText(`row does to column · area: number of events (most ${busiest}) · colour: what sort · filled: reported, hollow: planned, alleged, denied or disputed`, width - 28, gk.MATRIX_FONT);
  const top = 38 + caption.length * 16 + Math.min(names, gk.MATRIX_ABOVE) * 0.72;
  const step = Math.max(17, Math.min(44, (width - names - 14 - gk.MATRIX_EDGE) / (actors.length || 1), (height - top - 12) / (actors.length || 1)));
  const total = new Set(events.flatMap((event) => [standIn(event.agent), standIn(event.recipient)])).size;
  return { actors, cells, names, caption, step, total, top, width, height: Math.max(height, top + 12 + step * actors.length), most: busiest };
};

gk.MATRIX_FONT = `12px ${gk.SANS}`;
/** Room to the right of the last column, into which its name leans. */
gk.MATRIX_EDGE = 56;
/** The longest name over a column. */
gk.MATRIX_ABOVE = 170;

/** The strongest actors that do something to each other: an empty row and column says nothing. */
gk.tiedActors = function (lines, most) {
  const ranked = gk.rankActors(gk.strengths(lines));
  const idle = new Set();
  for (;;) {
    const actors = ranked.filter((actor) => !idle.has(actor)).slice(0, most);
    const here = new Set(actors);
    const tied = new Set(lines.filter((line) => here.has(line.source) && here.has(line.target)).flatMap((line) => [line.source, line.target]));
    if (tied.size === actors.length) return actors;
    for (const actor of actors) if (!tied.has(actor)) idle.add(actor);
  }
};

/** The events of one group in a cell are drawn hollow unless most are reported and none of their claims is disputed. */
gk.isHollow = function (model, events) {
  const verbs = new Map();
  for (const event of events) verbs.set(event.predicate, [...(verbs.get(event.predicate) || []), event]);
  const isReported = (status) => ["occurred", "ongoing"].includes(model.statuses[status].id);
  return !isReported(gk.majorityStatus(model, events)) || [...verbs.values()].some((own) => model.statuses[gk.mergedStatus(model, own)].id === "disputed");
};

/** Begins with the strongest and goes on with whoever has most to do with those before. */
gk.orderActors = function (ranked, lines) {
  const tie = new Map();
  for (const { source, target, strength } of lines) {
    gk.tally(tie, `${source.at} ${target.at}`, strength);
    gk.tally(tie, `${target.at} ${source.at}`, strength);
  }
  const left = [...ranked];
  const order = left.splice(0, 1);
  while (left.length) {
    const pull = (actor) => order.slice(-3).reduce((sum, other) => sum + (tie.get(`${actor.at} ${other.at}`) || 0), 0);
    const next = left.reduce((best, actor) => (pull(actor) > pull(best) ? actor : best), left[0]);
    order.push(...left.splice(left.indexOf(next), 1));
  }
  return order;
};

gk.drawMatrix = function (model, { actors, cells, names, caption, step, top, most, total, width }, colours, cursor) {
  const left = names + 14;
  const place = new Map(actors.map((actor, i) => [actor.at, i]));
  const size = (number) => Math.max(5, Math.sqrt(number / most) * (step - 3));
  const parts = [
    gk.h("text", { x: 14, y: 24, "font-size": 15, "font-weight": 700, fill: colours.ink }, `Matrix of the ${actors.length} strongest of ${gk.count(total, "actor")}`),
    ...caption.map((line, i) => gk.h("text", { x: 14, y: 42 + i * 16, "font-size": 12, fill: colours.soft }, line)),
  ];
  actors.forEach((actor, i) => {
    const y = top + i * step;
    const name = gk.fitText(actor.label, names, gk.MATRIX_FONT);
    const above = gk.fitText(actor.label, Math.min(names, gk.MATRIX_ABOVE, (width - left - (i + 0.5) * step - 6) / Math.SQRT1_2), gk.MATRIX_FONT);
    parts.push(gk.h("text", { "data-node": actor.at, x: left - 7, y: gk.n(y + step / 2 + 4), "text-anchor": "end", "font-size": 12, fill: colours.ink, class: "link" }, gk.h("title", {}, actor.label), name));
    parts.push(gk.h("text", { "data-node": actor.at, transform: `translate(${gk.n(left + i * step + step / 2 + 2)} ${gk.n(top - 7)}) rotate(-45)`, "font-size": 12, fill: colours.ink, class: "link" }, gk.h("title", {}, actor.label), above));
    actors.forEach((_, j) => parts.push(gk.h("rect", { x: gk.n(left + j * step + 0.5), y: gk.n(y + 0.5), width: gk.n(step - 1), height: gk.n(step - 1), fill: i === j ? colours.line : gk.mix(colours.line, colours.ground, 0.25) })));
  });
  for (const cell of cells.values()) {
    const [i, j] = [place.get(cell.row.at), place.get(cell.column.at)];
    const side = size(cell.events.length);
    const [x, y] = [left + j * step + (step - side) / 2, top + i * step + (step - side) / 2];
    const groups = model.groups.map((_, group) => cell.events.filter((event) => event.predicate.group === group));
    let done = 0;
    parts.push(gk.h("g", { "data-cell": cell.key, class: "link" }, gk.h("rect", { x: gk.n(left + j * step), y: gk.n(top + i * step), width: step, height: step, fill: "transparent", stroke: cursor === cell.key ? colours.accent : "none", "stroke-width": 2.5 }),
      groups.map((events, group) => {
        if (!events.length) return null;
        const [high, pure] = [(events.length / cell.events.length) * side, colours.group[group]];
        const hollow = gk.isHollow(model, events) ? 1.3 : 0;
        const rect = gk.h("rect", { x: gk.n(x + hollow / 2), y: gk.n(y + (done / cell.events.length) * side + hollow / 2), width: gk.n(side - hollow), height: gk.n(Math.max(high - hollow, 0.5)), fill: hollow ? gk.mix(pure, colours.ground, 0.15) : pure, stroke: hollow ? pure : null, "stroke-width": hollow || null });
        done += events.length;
        return rect;
      }),
      gk.h("title", {}, `${cell.row.label} to ${cell.column.label}: ${gk.tellVerbs(cell.events)} (${gk.tellStatuses(model, cell.events)})`)));
  }
  return gk.h("g", { "font-family": colours.sans }, parts);
};

gk.tellVerbs = (events) => gk.topCounts(events.map((event) => event.predicate.label)).map(([verb, number]) => (number > 1 ? `${verb} ×${number}` : verb)).join(", ");

gk.openCell = function ({ store, built }, key) {
  const cell = built.cells.get(key);
  const verbs = new Set(cell.events.map((event) => event.predicate));
  if (verbs.size === 1) {
    const [predicate] = verbs;
    store.select({ type: "claim", a: cell.row.id, verb: predicate.id, b: cell.column.id });
  } else store.select({ type: "pair", a: cell.row.id, b: cell.column.id });
};

gk.walkMatrix = function (matrix, event) {
  const way = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] }[event.key];
  const { built } = matrix;
  if (!built || !built.cells.size) return;
  if (event.key === "Enter" && matrix.cursor && built.cells.has(matrix.cursor)) {
    event.preventDefault();
    gk.openCell(matrix, matrix.cursor);
    return;
  }
  if (!way) return;
  event.preventDefault();
  const place = new Map(built.actors.map((actor, i) => [actor.at, i]));
  const at = (cell) => [place.get(cell.row.at), place.get(cell.column.at)];
  const list = [...built.cells.values()].sort((a, b) => at(a)[0] - at(b)[0] || at(a)[1] - at(b)[1]);
  const now = built.cells.get(matrix.cursor);
  let next = list[0];
  if (now) {
    const [i, j] = at(now);
    const ahead = list.filter((cell) => (way[0] ? (at(cell)[0] - i) * way[0] > 0 : at(cell)[0] === i && (at(cell)[1] - j) * way[1] > 0));
    const cost = (cell) => Math.abs(at(cell)[0] - i) * (way[0] ? 3 : 1) + Math.abs(at(cell)[1] - j);
    next = ahead.reduce((best, cell) => (!best || cost(cell) < cost(best) ? cell : best), null) || now;
  }
  matrix.cursor = next.key;
  gk.say(`${next.row.label} to ${next.column.label}: ${gk.tellVerbs(next.events)}`);
  gk.redrawMatrix(matrix, matrix.host.clientWidth, matrix.host.clientHeight);
};
