/* The map: states shaded by what they do, arcs between pairs, dots for places whose coordinates are known. */

/** The Natural Earth projection (Patterson 2012), degrees to units of the plane. */
gk.projectPoint = function (longitude, latitude) {
  const [l, p] = [(longitude * Math.PI) / 180, (latitude * Math.PI) / 180];
  const p2 = p * p;
  const p4 = p2 * p2;
  return [l * (0.8707 - 0.131979 * p2 + p4 * (-0.013791 + p4 * (0.003971 * p2 - 0.001529 * p4))), -p * (1.007226 + p2 * (0.015085 + p4 * (-0.044475 + 0.028874 * p2 - 0.005916 * p4)))];
};

/** Reads the borders: the outline of each state as rings of projected points, and a point in the middle of its largest. */
gk.readWorld = function (world) {
  const arcs = world.arcs.map((flat) => {
    let [x, y] = [flat[0], flat[1]];
    const points = [[x, y]];
    for (let i = 2; i + 1 < flat.length; i += 2) {
      x += flat[i];
      y += flat[i + 1];
      points.push([x, y]);
    }
    return points;
  });
  const states = new Map();
  for (const [code, rings] of Object.entries(world.states)) {
    const outlines = rings.map((ring) => gk.unwrap(ring.flatMap((at, i) => {
      const points = at < 0 ? [...arcs[~at]].reverse() : arcs[at];
      return i ? points.slice(1) : points;
    }), 360 * world.grain).map(([x, y]) => gk.projectPoint(x / world.grain, y / world.grain)));
    const area = (ring) => Math.abs(ring.reduce((sum, [x, y], i) => sum + x * ring[(i + 1) % ring.length][1] - ring[(i + 1) % ring.length][0] * y, 0));
    const largest = outlines.reduce((best, ring) => (area(ring) > area(best) ? ring : best), outlines[0]);
    states.set(code, { code, outlines, middle: gk.middleOf(largest) });
  }
  return { source: world.source, states };
};

/** Keeps an outline in one piece where it crosses the line of dates: no step is longer than half the turn. */
gk.unwrap = function (points, turn) {
  let shift = 0;
  return points.map(([x, y], i) => {
    if (i) {
      const step = x - points[i - 1][0];
      if (step > turn / 2) shift -= turn;
      if (step < -turn / 2) shift += turn;
    }
    return [x + shift, y];
  });
};

/** The part of the world that the states of a map take up, with some room; never closer than a fifth of it. */
gk.frameOf = function (world, entities) {
  const middles = entities.map((entity) => world.states.get(gk.isoOf(entity)).middle);
  const [xs, ys] = [middles.map(([x]) => x), middles.map(([, y]) => y)];
  const span = (list, room, least) => {
    const [low, high] = list.length ? [Math.min(...list) - room, Math.max(...list) + room] : [-2.7, 2.7];
    const more = Math.max(0, least - (high - low)) / 2;
    return [low - more, high + more];
  };
  const [[left, right], [top, bottom]] = [span(xs, 0.7, 1.6), span(ys, 0.35, 0.9)];
  return { left: Math.max(left, -2.75), right: Math.min(right, 2.75), top: Math.max(top, -1.45), bottom: Math.min(bottom, 1.05) };
};

gk.middleOf = function (ring) {
  let [x, y, whole] = [0, 0, 0];
  ring.forEach(([ax, ay], i) => {
    const [bx, by] = ring[(i + 1) % ring.length];
    const cross = ax * by - bx * ay;
    x += (ax + bx) * cross;
    y += (ay + by) * cross;
    whole += cross;
  });
  return whole ? [x / (3 * whole), y / (3 * whole)] : ring[0];
};

gk.isoOf = (entity) => (entity.external.find(([scheme]) => scheme === "iso3") || [])[1] || null;

/** The borders, read when a map is first drawn. */
gk.theWorld = () => gk.once(gk, "world", () => gk.readWorld(gk.readJson("gk-world")));

gk.makeMap = function (store) {
  const host = gk.$("map");
  const tools = gk.h("p", { class: "plane-note" });
  host.addEventListener("click", (event) => {
    const state = event.target.closest("[data-node]");
    if (state) store.select({ type: "actor", id: store.model.entities[Number(state.dataset.node)].id });
    const line = event.target.closest("[data-line]");
    if (line) gk.openLine(store, gk.mapLines.find((one) => String(one.key) === line.dataset.line));
  });
  return () => () => {
    const { clientWidth: width, clientHeight: height } = host;
    return () => gk.redrawMap(store, host, tools, width, height);
  };
};

gk.redrawMap = function (store, host, tools, width, height) {
  if (!width) return;
  const world = gk.theWorld();
  const built = gk.buildMap(store, world);
  gk.mapLines = built.lines;
  tools.textContent = `Shade: how much a state does (most ${built.most}); hatched where less than half of it is reported · arcs: the ${built.lines.length} strongest pairs${built.dots.size ? ` · dots: ${gk.count(built.dots.size, "place")}` : ""}${built.without ? ` · ${gk.count(built.without, "actor")} without a place on the map` : ""} · borders: ${world.source}`;
  host.replaceChildren(gk.h("svg", { width, height, viewBox: `0 0 ${width} ${height}`, role: "group", "aria-label": "Map of states; each shaded state is a button" }, gk.drawMap(store.model, world, built, gk.readColours(store.model), width, height)), tools);
  gk.markDrawn();
};

/** What each state does and the strongest pairs of states, of the events that are shown. */
gk.buildMap = function (store, world) {
  const { model, state } = store;
  const events = gk.selectedEvents(store);
  const standIn = (one) => gk.standIn(one, state.unfold);
  const isPlaced = (entity) => world.states.has(gk.isoOf(entity));
  const acts = new Map();
  const elsewhere = new Set();
  const dots = new Map();
  for (const event of events) {
    const actor = standIn(event.agent);
    if (isPlaced(actor)) acts.set(actor, [...(acts.get(actor) || []), event]);
    else elsewhere.add(actor);
    for (const place of new Set([event.place, event.agent, event.recipient])) if (place && place.spot) gk.tally(dots, place);
  }
  const lines = gk.makeLines(model, events, standIn, false).filter((line) => isPlaced(line.source) && isPlaced(line.target)).sort(gk.byLineStrength).slice(0, 40).map((line) => gk.sumLine(model, line));
  return { acts, lines, dots, without: elsewhere.size, most: Math.max(1, ...[...acts.values()].map((own) => own.length)) };
};

/** Draws a map; `hatch` names its pattern, since a pattern of a hidden picture draws nothing. */
gk.drawMap = function (model, world, { acts, lines, dots, most }, colours, width, height, hatch = "gk-hatch") {
  const frame = gk.frameOf(world, [...new Set([...acts.keys(), ...lines.flatMap((line) => [line.source, line.target])])]);
  const scale = Math.min(width / (frame.right - frame.left), (height - 44) / (frame.bottom - frame.top));
  const [midX, midY] = [width / 2 - ((frame.left + frame.right) / 2) * scale, (height - 34) / 2 - ((frame.top + frame.bottom) / 2) * scale];
  const spot = ([x, y]) => [gk.n(midX + x * scale), gk.n(midY + y * scale)];
  const byCode = new Map([...acts.keys()].map((entity) => [gk.isoOf(entity), entity]));
  for (const { source, target } of lines) for (const entity of [source, target]) if (!byCode.has(gk.isoOf(entity))) byCode.set(gk.isoOf(entity), entity);
  const land = [...world.states.values()].map(({ code, outlines }) => {
    const entity = byCode.get(code);
    return gk.drawState(model, entity, (entity && acts.get(entity)) || [], outlines.map((ring) => `M${ring.map((point) => spot(point).join(" ")).join("L")}Z`).join(""), most, colours, hatch);
  });
  const pattern = gk.h("pattern", { id: hatch, width: 6, height: 6, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" }, gk.h("rect", { width: 2.6, height: 6, fill: colours.land }));
  const arcs = [...lines].reverse().map((line) => gk.drawArc(model, world, line, spot, colours));
  const points = [...dots].map(([place, number]) => {
    const [latitude, longitude] = place.spot;
    const [x, y] = spot(gk.projectPoint(longitude, latitude));
    return gk.h("circle", { "data-node": place.at, class: "link", cx: x, cy: y, r: gk.n(3 + Math.sqrt(number)), fill: colours.ink, stroke: colours.ground }, gk.h("title", {}, `${place.label}: ${gk.count(number, "event")}`));
  });
  return gk.h("g", { "font-family": colours.sans }, gk.h("defs", {}, pattern), land, gk.h("g", { fill: "none" }, arcs), points, gk.mapNames(world, lines, spot, points, colours, width));
};

/** Tells whether at least half of some events are reported or going on: a shade may then be whole. */
gk.isMostlyReported = (model, events) => 2 * events.filter((event) => ["occurred", "ongoing"].includes(model.statuses[event.status].id)).length >= events.length;

/** A state, shaded by how much it does; hatched where most of that is only planned, alleged, denied or disputed. */
gk.drawState = function (model, entity, events, d, most, colours, hatch) {
  const fill = events.length ? gk.mix(colours.accent, colours.land, 0.18 + 0.72 * Math.sqrt(events.length / most)) : colours.land;
  const path = gk.h("path", { d, fill, stroke: colours.ground, "stroke-width": 0.6 });
  if (!entity) return path;
  const told = `${entity.label}: ${gk.count(events.length, "act")}${events.length ? ` (${gk.tellStatuses(model, events)})` : ""}`;
  const veil = gk.isMostlyReported(model, events) ? null : gk.h("path", { d, fill: `url(#${hatch})`, stroke: "none", class: "hatched" });
  return gk.h("g", { "data-node": entity.at, class: "link", tabindex: 0, role: "button", "aria-label": told }, path, veil, gk.h("title", {}, told));
};

gk.drawArc = function (model, world, line, spot, colours) {
  const [[ax, ay], [bx, by]] = [line.source, line.target].map((entity) => spot(world.states.get(gk.isoOf(entity)).middle));
  const [dx, dy] = [bx - ax, by - ay];
  const bend = dx >= 0 ? 0.22 : -0.22;
  const curve = { a: { x: ax, y: ay }, c: { x: (ax + bx) / 2 + dy * bend, y: (ay + by) / 2 - Math.abs(dx) * 0.22 - Math.abs(dy) * 0.05 }, b: { x: bx, y: by } };
  const dashes = gk.DASHES[model.statuses[line.status].id];
  const width = Math.min(gk.lineWidth(line), 6);
  const colour = colours.group[line.group];
  const d = `M${ax} ${ay}Q${gk.n(curve.c.x)} ${gk.n(curve.c.y)} ${bx} ${by}`;
  return gk.h("g", { "data-line": line.key, class: "link" }, gk.h("path", { d, stroke: "transparent", "stroke-width": 10 }), gk.h("path", { d, stroke: colour, "stroke-width": gk.n(width), "stroke-opacity": 0.85, "stroke-dasharray": dashes ? dashes.join(" ") : null }),
    line.arrow ? gk.h("path", { d: gk.arrowHead(curve, 0.98, 5 + width), fill: colour, stroke: "none" }) : null, gk.h("title", {}, `${line.source.label} ${line.label} ${line.target.label}: ${gk.tellStatuses(model, line.events)}`));
};

gk.MAP_FONT = gk.verbFont(12);

/** Names of the states at the ends of arcs, the strongest first: beneath the middle of the state, else above or beside it, off dots. */
gk.mapNames = function (world, lines, spot, points, colours, width) {
  const placed = [];
  const dots = points.map((dot) => [dot.getAttribute("cx"), dot.getAttribute("cy"), dot.getAttribute("r")].map(Number)).map(([x, y, r]) => ({ x: x - r, y: y - r, w: 2 * r, h: 2 * r }));
  const named = [];
  for (const entity of new Set(lines.flatMap((line) => [line.source, line.target]))) {
    const [x, y] = spot(world.states.get(gk.isoOf(entity)).middle);
    const rows = gk.wrapLabel(entity.label);
    const w = Math.max(...rows.map((row) => gk.textWidth(row, gk.MAP_FONT)));
    const h = 14 * rows.length;
    const boxes = [[x - w / 2, y + 4], [x - w / 2, y - 3 - h], [x + 7, y - h / 2], [x - w - 7, y - h / 2], [x - w / 2, y + 15]].map(([left, top]) => ({ x: left, y: top, w, h })).filter((own) => own.x > 2 && own.x + w < width - 2);
    const isFree = (own, others) => !others.some((other) => gk.overlaps(other, own));
    const box = boxes.find((own) => isFree(own, [...placed, ...dots])) ;
    if (!box) continue;
    placed.push(box);
    const parts = rows.map((row, i) => gk.h("tspan", { x: gk.n(box.x + w / 2), y: gk.n(box.y + 11 + 14 * i) }, row));
    named.push(gk.h("text", { "text-anchor": "middle", "font-size": 12, "font-weight": 700, fill: colours.ink, stroke: colours.ground, "stroke-width": 3, "paint-order": "stroke", "pointer-events": "none" }, parts));
  }
  return named;
};
