/* What each facet would let through alone, and the orders of events and claims. */

/** Passes events through every filter, and counts each facet as if it alone let everything through. */
gk.filterEvents = function (model, state) {
  const result = gk.selectWithin(model, state, gk.passEvents(model, state));
  return Object.assign(result, { counts: gk.countFacets(model, state) });
};

/** The counts of the facets among the events of the selection; made when they are first looked at. */
gk.facetCounts = ({ model, state, result }) => result.own.counts || (result.own.counts = gk.countFacets(model, state));

gk.countFacets = function (model, state) {
  const tests = gk.makeTests(state);
  const inside = gk.selectionTest(model, state);
  const counts = gk.emptyCounts();
  let near = gk.nearEvents(model, state);
  if (gk.asksOfClaims(state)) near = gk.ofWantedClaims(model, near.filter((event) => gk.failedFacet(event, tests) !== "more"), state);
  for (const event of near) {
    const failed = gk.failedFacet(event, tests);
    if (failed !== "more" && (!inside || inside(event))) gk.countEvent(event, failed, counts);
  }
  return counts;
};

/** The events among which those of a selection are: those of its actor and of whoever is folded into it, else all. */
gk.nearEvents = function (model, state) {
  const { select } = state;
  const entity = select && select.type !== "path" ? model.entityById.get(select.type === "actor" ? select.id : select.a) : null;
  return entity ? gk.eventsAround(entity, state.unfold) : model.events;
};

gk.eventsAround = function (entity, unfold) {
  if (unfold) return entity.events;
  const { members } = entity;
  return members.length ? [...new Set([entity, ...members].flatMap((one) => one.events))] : entity.events;
};

gk.emptyCounts = () => ({ group: [], predicate: {}, status: [], kind: [], source: new Map(), speaker: new Map(), place: new Map(), seen: new Set() });

gk.countEvent = function (event, failed, counts) {
  const open = (facet) => failed === null || failed === facet;
  const { id, group } = event.predicate;
  if (open("group")) {
    counts.group[group] = (counts.group[group] || 0) + 1;
    counts.predicate[id] = (counts.predicate[id] || 0) + 1;
  }
  if (open("status")) counts.status[event.status] = (counts.status[event.status] || 0) + 1;
  if (open("kind")) {
    for (const entity of [event.agent, event.recipient]) {
      if (counts.seen.has(entity)) continue;
      counts.seen.add(entity);
      counts.kind[entity.kind] = (counts.kind[entity.kind] || 0) + 1;
    }
  }
  if (open("source")) for (const name of event.sources) gk.tally(counts.source, name);
  if (open("speaker")) for (const speaker of event.speakers) gk.tally(counts.speaker, speaker);
  if (open("place") && event.place) gk.tally(counts.place, event.place);
};

gk.byDay = function (a, b) {
  const x = a.when || "";
  const y = b.when || "";
  return x < y ? -1 : x > y ? 1 : 0;
};

gk.ORDERS = {
  reported: { label: "most reported", compare: (a, b) => b.publishers - a.publishers || b.size - a.size || a.at - b.at, claims: (a, b) => gk.byStrength(a, b) },
  disputed: { label: "most disputed", compare: (a, b) => b.size - a.size || a.at - b.at, claims: (a, b) => gk.disputeRank(b) - gk.disputeRank(a) || gk.byStrength(a, b) },
  newest: { label: "newest first", compare: (a, b) => gk.byDay(b, a) || a.at - b.at, claims: (a, b) => (a.last === b.last ? gk.byStrength(a, b) : (a.last || "") > (b.last || "") ? -1 : 1) },
  oldest: { label: "oldest first", compare: (a, b) => gk.byDay(a, b) || a.at - b.at, claims: (a, b) => (a.first === b.first ? gk.byStrength(a, b) : (a.first || "~") < (b.first || "~") ? -1 : 1) },
  confidence: { label: "most certain", compare: (a, b) => b.confidence - a.confidence || a.at - b.at },
  actor: { label: "by actor", compare: (a, b) => gk.compareText(a.agent.label, b.agent.label) || a.at - b.at, claims: (a, b) => gk.compareText(a.claim.agent.label, b.claim.agent.label) || gk.byStrength(a, b) },
  verb: { label: "by relation", compare: (a, b) => gk.compareText(a.predicate.label, b.predicate.label) || a.at - b.at },
  target: { label: "by target", compare: (a, b) => gk.compareText(a.recipient.label, b.recipient.label) || a.at - b.at },
  status: { label: "by status", compare: (a, b) => a.status - b.status || a.at - b.at },
};

gk.sortEvents = function (events, order) {
  const list = [...events].sort((gk.ORDERS[order] || gk.ORDERS.reported).compare);
  if (order !== "oldest") return list;
  return [...list.filter((event) => event.when), ...list.filter((event) => !event.when)];
};

/** Claims in the order of the state; `ranked` are sorted by strength already. */
gk.sortClaims = function (ranked, order) {
  const compare = (gk.ORDERS[order] || {}).claims;
  return order === "reported" || !compare ? ranked : [...ranked].sort(compare);
};

/** The events that pass and belong to the selection. */
gk.selectedEvents = function (store) {
  const test = gk.selectionTest(store.model, store.state);
  const events = [...store.result.passed];
  return test ? events.filter(test) : events;
};

/** The claims that pass, strongest first; sorted once for each filter. */
gk.rankedClaims = function (result) {
  if (result.ranked) return result.ranked; // sorted once for each result
  const buckets = new Map();
  for (const sum of result.claims.values()) {
    const key = sum.publishers * 1e9 + Math.round(sum.strength * 10) * 1e4 + Math.min(sum.events.length, 9999);
    const bucket = buckets.get(key);
    if (bucket) bucket.push(sum);
    else buckets.set(key, [sum]);
  }
  result.ranked = [...buckets].sort((a, b) => b[0] - a[0]).flatMap(([, sums]) => sums);
  return result.ranked;
};
