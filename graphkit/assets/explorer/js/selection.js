/* The scene of a selection: an actor with its lines, a claim lit within the overview. */

/** What an actor does and is done to; with two steps also what its partners do. */
gk.actorLines = function (store, actor) {
  const { model, state, result } = store;
  const standIn = (one) => (one === actor ? one : gk.standIn(one, state.unfold));
  const touches = (event) => standIn(event.agent) === actor || standIn(event.recipient) === actor;
  const own = gk.eventsAround(actor, state.unfold).filter((event) => result.passed.has(event) && touches(event));
  let lines = gk.makeLines(model, own, standIn, false);
  if (state.depth === 2) {
    const reached = new Set(lines.flatMap((line) => [line.source, line.target]));
    const near = model.entities.map((entity) => reached.has(standIn(entity)));
    const more = [];
    for (const event of result.passed) if ((near[event.agent.at] || near[event.recipient.at]) && !touches(event)) more.push(event);
    const second = gk.makeLines(model, more, standIn, false);
    lines = [...lines, ...second];
  }
  return { lines, must: [actor], lit: null, centre: actor };
};

/** The overview with the chosen lines lit: nobody moves. A chosen line that was too weak for the overview is added. */
gk.relight = function (graph, told) {
  const { scene } = graph.overview;
  const must = new Set(told.must);
  const drawn = new Set(scene.lines.map((line) => line.key));
  const added = told.lines.filter((line) => told.lit(line) && !drawn.has(line.key)).map((line) => gk.sumLine(graph.model, line));
  const nodes = scene.nodes.map((node) => ({ ...node, rank: node.rank + (must.has(node.entity) ? 1e9 : 0) }));
  return gk.finishScene({ ...scene, nodes, lines: [...scene.lines, ...added].map((line) => ({ ...line })), lit: told.lit, must, placed: null });
};
