/* What the picture shows of a selection: which actors, which lines between them, and where each stands. */

/** So many lines for each actor can still be followed; the strongest of each group are kept beyond that. */
gk.LINES_PER_ACTOR = 2;
/** Share of the picture that marks and names may fill; above it nobody can follow a line. */
gk.FULL = 0.4;

/** A line without events yet; the shares of the groups are in tenths, as whole numbers cost less. Its key is a number, or a text where each verb has a line of its own. */
gk.emptyLine = (key, source, target, arrow, groups) => ({ key, source, target, events: [], arrow, strength: 0, shares: new Array(groups).fill(0) });

/** Merges events into lines between actors: one for each ordered pair, or for each verb and pair where `split`. */
gk.makeLines = function (model, events, standIn, split) {
  const weights = gk.once(model, "weights", () => model.statuses.map((status) => gk.WEIGHTS[status.id]));
  const lines = new Map();
  const mutual = new Map();
  const add = (map, source, target, event) => {
    const { predicate } = event;
    const pair = source.at * 1e6 + target.at;
    const key = split ? `${source.at} ${target.at} ${predicate.id}${map === mutual ? " mutual" : ""}` : map === mutual ? -1 - pair : pair;
    let line = map.get(key);
    if (!line) {
      line = gk.emptyLine(key, source, target, map === lines, model.groups.length);
      map.set(key, line);
    }
    const weight = event.publishers * weights[event.status];
    line.events.push(event);
    line.strength += weight;
    line.shares[predicate.group] += Math.round(10 * weight);
  };
  for (const event of events) {
    const agent = standIn(event.agent);
    const recipient = standIn(event.recipient);
    if (agent === recipient) continue;
    if (!event.predicate.symmetric) add(lines, agent, recipient, event);
    else if (agent.at < recipient.at) add(mutual, agent, recipient, event);
    else add(mutual, recipient, agent, event);
  }
  for (const line of mutual.values()) gk.joinMutual(lines, line, split);
  return [...lines.values()];
};

/** Adds a line of acts without direction to the stronger line of its pair; it stays by itself where there is none. */
gk.joinMutual = function (lines, line, split) {
  const forth = split ? null : lines.get(line.source.at * 1e6 + line.target.at);
  const back = split ? null : lines.get(line.target.at * 1e6 + line.source.at);
  const host = back && (!forth || back.strength > forth.strength) ? back : forth;
  if (!host) {
    lines.set(line.key, line);
    return;
  }
  for (const event of line.events) host.events.push(event);
  host.strength += line.strength;
  for (let group = 0; group < line.shares.length; group += 1) host.shares[group] += line.shares[group];
};

gk.byLineStrength = (a, b) => b.strength - a.strength || (a.key < b.key ? -1 : 1);

/** Adds to a line its claims, sources, status, group and verb; done only for lines that are drawn. */
gk.sumLine = function (model, line) {
  if (line.verbs) return line;
  const byVerb = new Map();
  const voices = new Set();
  for (const event of line.events) {
    if (!byVerb.has(event.predicate)) byVerb.set(event.predicate, []);
    byVerb.get(event.predicate).push(event);
    for (const voice of event.voices) voices.add(voice);
  }
  line.voices = [...voices];
  line.publishers = voices.size;
  const weight = (events) => events.reduce((sum, event) => sum + event.publishers, 0);
  line.verbs = [...byVerb].sort((a, b) => weight(b[1]) - weight(a[1]) || (a[0].id < b[0].id ? -1 : 1));
  const disputed = model.statuses.findIndex((status) => status.id === "disputed");
  const statuses = line.verbs.map(([, events]) => gk.mergedStatus(model, events));
  line.status = statuses.includes(disputed) ? disputed : gk.majorityStatus(model, line.events);
  line.predicate = line.verbs[0][0];
  line.group = line.predicate.group;
  line.label = line.predicate.label + (line.verbs.length > 1 ? ` +${line.verbs.length - 1}` : "");
  return line;
};

/** The strength of each actor: that of its lines together. */
gk.strengths = function (lines) {
  const strength = new Map();
  for (const { source, target, strength: own } of lines) {
    strength.set(source, (strength.get(source) || 0) + own);
    strength.set(target, (strength.get(target) || 0) + own);
  }
  return strength;
};

/** The actors by their strength; sorted once for each result. */
gk.rankActors = (strength) => gk.once(strength, "ranked", () => [...strength].sort((a, b) => b[1] - a[1] || a[0].at - b[0].at).map(([entity]) => entity));

/** Chooses the strongest actors. */
gk.chooseActors = (strength, most) => new Set(gk.rankActors(strength).slice(0, most));

/** The ends of each group's strongest line: no cap may drop a whole group. */
gk.groupEnds = function (lines) {
  const first = [];
  for (const line of lines) {
    const { shares } = line;
    for (let group = 0; group < shares.length; group += 1) if (shares[group] > (first[group] ? first[group].shares[group] : 0)) first[group] = line;
  }
  return first.filter(Boolean).flatMap((line) => [line.source, line.target]);
};

/** The lines of the present selection and the actors that must be among them. */
gk.sceneLines = function (store, overview) {
  const { model, state, result } = store;
  const { select } = state;
  const entity = (id) => model.entityById.get(id);
  const plain = (one) => gk.standIn(one, state.unfold);
  const whole = () => {
    const { lines, strength } = gk.wholeLines(store);
    const keep = gk.once(result, "kept", () => new Set([...gk.groupEnds(lines), ...gk.disputedEnds(result)]));
    return { lines, strength, must: [], keep, lit: null };
  };
  if (!select) return whole();
  if (select.type === "actor") return gk.actorLines(store, entity(select.id));
  if (select.type === "article") {
    const events = gk.selectedEvents(store);
    return { lines: gk.makeLines(model, events, plain, true), must: [], lit: null, split: true };
  }
  const event = select.type === "event" ? gk.eventById(model, select.id) : null;
  const ends = event ? [plain(event.agent), plain(event.recipient)] : [entity(select.a), entity(select.b)];
  const standIn = (one) => (ends.includes(one) ? one : plain(one));
  if (select.type === "path") {
    const path = gk.shortestPath(ends[0], ends[1], result.passed);
    return { lines: gk.makeLines(model, path ? path.steps.flat() : [], (one) => one, true), must: ends, lit: null, split: true };
  }
  const own = (line) => ends.includes(line.source) && ends.includes(line.target);
  if (select.type !== "pair" && overview && ends.every((end) => overview.has(end))) return { ...whole(), must: ends, lit: own };
  const between = gk.eventsAround(ends[0], state.unfold).filter((one) => result.passed.has(one) && ends.includes(standIn(one.agent)) && ends.includes(standIn(one.recipient)));
  return { lines: gk.makeLines(model, between, standIn, true), must: ends, lit: null, split: true };
};

/** All lines of what passes, and the strength of their actors; made once for each result. */
gk.wholeLines = ({ model, state, result }) => gk.once(result, "whole", () => {
  const lines = gk.makeLines(model, result.passed, (one) => gk.standIn(one, state.unfold), false);
  return { lines, strength: gk.strengths(lines) };
});

/**
 * Keeps those of the strongest actors whose partners are all weaker than what is drawn, each with the strongest of them: without a line nobody is drawn.
 * Says how many actors the picture draws at least, though it gets fuller.
 */
gk.joinLone = function (told, actors) {
  const core = gk.chooseActors(told.strength, gk.CORE);
  const lone = new Set(core);
  for (const { source, target } of told.lines) {
    if (!actors.has(source) || !actors.has(target)) continue;
    lone.delete(source);
    lone.delete(target);
  }
  told.keep = new Set(told.keep);
  for (const actor of lone) {
    const own = told.lines.filter((line) => line.source === actor || line.target === actor);
    const { source, target } = own.reduce((best, line) => (line.strength > best.strength ? line : best));
    for (const end of [source, target]) told.keep.add(end);
  }
  for (const actor of told.keep) actors.add(actor);
  told.least = new Set([...core, ...told.keep]).size;
};

/** The actors of the claims that are disputed most: they belong into the picture beside the strongest. */
gk.disputedEnds = function (result) {
  return new Set(gk.disputedClaims(result).slice(0, 3).flatMap(({ claim }) => [claim.agent, claim.recipient]));
};

/** Builds the scene for a picture of this size. Deterministic: the same state and size give the same scene. */
gk.makeScene = function (graph, width, height) {
  const { store } = graph;
  const { state } = store;
  const phone = width < 600;
  const told = gk.sceneLines(store, gk.overviewOf(graph, width, height));
  if (told.lit) return gk.relight(graph, told);
  told.strength = told.strength || gk.strengths(told.lines);
  let most = Math.max(phone ? 6 : gk.CORE, Math.round((width * height) / (phone ? 11500 : 13500)));
  most = Math.min(state.all ? most * 2 : most, state.all ? 150 : phone ? 20 : 38);
  const actors = told.split ? new Set([...told.lines.flatMap((line) => [line.source, line.target]), ...told.must]) : gk.chooseActors(told.strength, most);
  told.must.forEach((actor) => actors.add(actor));
  for (const actor of told.keep || gk.groupEnds(told.lines)) actors.add(actor);
  if (told.keep && !phone) gk.joinLone(told, actors);
  if (told.split && actors.size > most) for (const actor of [...actors].slice(most)) if (!told.must.includes(actor)) actors.delete(actor);
  const scene = gk.layScene(graph, told, actors, { width, height, phone });
  scene.total = told.keep ? gk.shownActors(store).size : told.strength.size;
  if (!state.select) graph.overview = { key: gk.overviewKey(state, width, height), actors: new Set(scene.nodes.map((node) => node.entity)), scene };
  return scene;
};

/** The actors of the picture without a selection; a claim between two of them is shown within it. */
gk.overviewOf = function (graph, width, height) {
  const { state } = graph.store;
  if (!state.select || !["claim", "event"].includes(state.select.type)) return null;
  const key = gk.overviewKey(state, width, height);
  if (!graph.overview || graph.overview.key !== key) {
    const whole = { ...graph, store: { ...graph.store, state: { ...state, select: null } } };
    gk.makeScene(whole, width, height);
    graph.overview = whole.overview;
  }
  return graph.overview.actors;
};

gk.overviewKey = (state, width, height) => JSON.stringify([width, height, state.all, gk.filterKey(state)]);
gk.filterKey = (state) => gk.FILTERS.map((part) => (part === "hide" || part === "keep" ? Object.values(state[part]).map((set) => [...set].sort()) : state[part]));

/** The strongest lines, and with them the strongest of each group and of each actor: nobody drops out for want of a line. */
gk.cutLines = function (lines, most) {
  const kept = new Set(lines.slice(0, most));
  const groups = new Set();
  const ends = new Set();
  for (const line of lines) {
    if (!ends.has(line.source) || !ends.has(line.target)) kept.add(line);
    ends.add(line.source).add(line.target);
    const { shares } = line;
    for (let group = 0; group < shares.length; group += 1) {
      if (!shares[group] || groups.has(group)) continue;
      groups.add(group);
      kept.add(line);
    }
  }
  return lines.filter((line) => kept.has(line));
};

/** Gives each actor its mark, name and place; drops the weakest while names have no room. */
gk.layScene = function (graph, told, chosen, { width, height, phone }) {
  const { store, colours } = graph;
  const { strength } = told;
  const must = new Set(told.must);
  const order = (actor) => (must.has(actor) ? told.must.indexOf(actor) : told.keep && told.keep.has(actor) ? must.size : must.size + 1);
  let actors = [...chosen].sort((a, b) => order(a) - order(b) || (strength.get(b) || 0) - (strength.get(a) || 0) || a.at - b.at);
  const area = { x: 10, y: 12, w: width - 20, h: height - 24 - (phone ? 30 : 30) };
  for (;;) {
    const here = new Set(actors);
    const inside = told.lines.filter((line) => here.has(line.source) && here.has(line.target)).sort(gk.byLineStrength);
    const most = told.split || (told.centre && store.state.depth === 1) ? 200 : Math.max(40, Math.round(here.size * gk.LINES_PER_ACTOR * (store.state.all ? 2 : 1)));
    const lines = gk.cutLines(inside, most).map((line) => ({ ...gk.sumLine(graph.model, line) })); // other scenes draw the same lines elsewhere
    lines.sort((a, b) => b.publishers - a.publishers || b.strength - a.strength || (a.key < b.key ? -1 : 1));
    const tied = new Set([...lines.flatMap((line) => [line.source, line.target]), ...must]);
    actors = actors.filter((actor) => tied.has(actor));
    const own = gk.strengths(lines);
    const bold = [...own.values()].sort((a, b) => b - a)[Math.min(phone ? 3 : 6, own.size - 1)] || 0;
    const nodes = actors.map((entity) => {
      const value = own.get(entity) || 0;
      const r = Math.min(5.5 + 1.7 * Math.sqrt(value), phone ? 15 : 21);
      const strong = must.has(entity) || value >= bold;
      return { entity, r, rank: (must.has(entity) ? 1e9 : 0) + value, label: gk.measureLabel(entity.label, strong, colours, phone) };
    });
    const place = new Map(nodes.map((node, i) => [node.entity, i]));
    const edges = lines.map((line) => [place.get(line.source), place.get(line.target)]);
    const filled = nodes.reduce((sum, { r, label }) => sum + (Math.max(2 * r, label.w) + 10) * (2 * r + label.h + 14), 0) / (area.w * area.h);
    const spots = filled > gk.FULL * (store.state.all ? 1.6 : nodes.length <= (told.least || gk.CORE) && !phone ? 1.25 : 1) && nodes.length > 8 ? { apart: false } : gk.settle(gk.roughPlaces(graph, nodes, edges, width > height, told.centre), nodes.map(({ r, label }) => ({ r, w: label.w, h: label.h })), edges, area, gk.toldLines(lines, edges));
    if (!spots.apart && nodes.length > 8) {
      actors = actors.slice(0, Math.max(8, Math.floor(actors.length * 0.95)));
      continue;
    }
    nodes.forEach((node, i) => Object.assign(node, spots.points[i]));
    return gk.finishScene({ nodes, lines, lit: told.lit, split: told.split, must, width, height, phone, labelled: told.centre || told.split });
  }
};

/** The strongest lines with the width of their verb. */
gk.toldLines = (lines, edges) => lines.slice(0, gk.VERBS).map((line, i) => [...edges[i], gk.textWidth(line.label, gk.verbFont(12)) + 12]);

/** Rough places: without a filter those that the file brings, else a new arrangement with the chosen actor in the middle. */
gk.roughPlaces = function (graph, nodes, edges, wide, centre) {
  const given = nodes.map((node) => graph.given.get(node.entity.at) || null);
  const isOpening = !gk.isFiltered(graph.store.state) && !centre;
  if (isOpening && nodes.length > 6 && given.filter(Boolean).length > nodes.length * 0.85) {
    const spots = given.map((spot, i) => spot || gk.besidePartners(given, edges, i));
    return wide ? spots : spots.map(({ x, y }) => ({ x: y, y: x }));
  }
  if (nodes.length <= 2) return nodes.map((_, i) => ({ x: wide ? i : 0, y: wide ? 0 : i }));
  return gk.arrange(nodes.length, edges, wide);
};

/** A rough place for a node that the file places nowhere: outside its partners. */
gk.besidePartners = function (given, edges, i) {
  const partners = edges.filter((edge) => edge.includes(i)).map(([a, b]) => given[a === i ? b : a]).filter(Boolean);
  const all = partners.length ? partners : given.filter(Boolean);
  const [x, y] = [all.reduce((sum, spot) => sum + spot.x, 0) / all.length, all.reduce((sum, spot) => sum + spot.y, 0) / all.length];
  return { x: x + 90 * Math.cos(i * 2.4), y: y + 70 * Math.sin(i * 2.4) };
};

/** Bends lines apart, and says for each node and line whether the selection lights it. */
gk.finishScene = function (scene) {
  const of = new Map(scene.nodes.map((node) => [node.entity, node]));
  const fans = new Map();
  for (const line of scene.lines) {
    line.from = of.get(line.source);
    line.to = of.get(line.target);
    const key = [line.source.at, line.target.at].sort((a, b) => a - b).join(" ");
    if (!fans.has(key)) fans.set(key, []);
    fans.get(key).push(line);
    line.lit = !scene.lit || scene.lit(line);
  }
  for (const fan of fans.values()) {
    fan.forEach((line, turn) => {
      const step = fan.length === 1 ? 0.08 : (turn - (fan.length - 1) / 2) * (fan.length > 4 ? 0.2 : 0.26) + (fan.length === 2 ? 0.02 : 0);
      line.bend = line.source.at <= line.target.at ? step : -step;
    });
  }
  const bright = new Set(scene.lines.filter((line) => line.lit).flatMap((line) => [line.source, line.target]));
  for (const node of scene.nodes) node.lit = !scene.lit || bright.has(node.entity) || scene.must.has(node.entity);
  return scene;
};
