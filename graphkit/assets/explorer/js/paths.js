/* Shortest paths over the events that the filters let through. */

/** Partners of an entity with their number of events, most first. */
gk.partners = function (entity, passed) {
  const found = new Map();
  for (const event of entity.events) {
    if (!passed.has(event)) continue;
    const other = gk.otherEnd(event, entity);
    if (other !== entity) gk.tally(found, other);
  }
  return [...found].sort((a, b) => b[1] - a[1] || gk.compareText(a[0].label, b[0].label));
};

/** The shortest chain of events from one entity to another, or null. Of equal chains, the one with more events wins. */
gk.shortestPath = function (from, to, passed) {
  if (from === to) return { nodes: [from], steps: [] };
  const reached = new Map([[from, null]]);
  let edge = [from];
  while (edge.length && !reached.has(to)) {
    const next = new Map();
    for (const node of edge) {
      for (const [other, events] of gk.partners(node, passed)) {
        if (reached.has(other)) continue;
        const known = next.get(other);
        if (!known || events > known.events) next.set(other, { node, events });
      }
    }
    for (const [other, way] of next) reached.set(other, way.node);
    edge = [...next.keys()];
  }
  if (!reached.has(to)) return null;
  const nodes = [to];
  while (nodes[0] !== from) nodes.unshift(reached.get(nodes[0]));
  const steps = nodes.slice(1).map((node, i) => gk.between(nodes[i], node, passed));
  return { nodes, steps };
};

/** Events between two entities, either way. */
gk.between = function (a, b, passed) {
  return a.events.filter((event) => gk.otherEnd(event, a) === b && (!passed || passed.has(event)));
};
