/* Which events the facets, the period and the words let through, and what each facet would let through alone. */

/** Words of a query, all of which an event must hold. */
gk.words = (text) => gk.fold(text).split(/\s+/).filter(Boolean);

/** Makes the tests of a state, one for each facet; an event passes when none fails. */
gk.makeTests = function (state) {
  const { hide, keep } = state;
  const words = gk.words(state.q || "");
  const ends = keep.who.size || keep.whom.size || keep.any.size;
  const tests = {
    words: words.length ? (event) => gk.holdsWords(event, words) : null,
    ends: ends ? (event) => gk.passesEnds(event, keep, state.unfold) : null,
    ties: state.ties ? null : (event) => !event.predicate.static,
    phrases: state.phrases ? null : (event) => !event.agent.phrase && !event.recipient.phrase,
    time: state.from || state.to || state.dates !== "both" ? (event) => gk.inPeriod(event, state) : null,
    group: hide.group.size || hide.predicate.size ? (event) => !hide.group.has(event.predicate.group) && !hide.predicate.has(event.predicate.id) : null,
    status: hide.status.size ? (event) => !hide.status.has(event.status) : null,
    kind: hide.kind.size ? (event) => !hide.kind.has(event.agent.kind) && !hide.kind.has(event.recipient.kind) : null,
    source: keep.source.size ? (event) => event.sources.some((name) => keep.source.has(name)) : null,
    speaker: keep.speaker.size ? (event) => event.speakers.some((speaker) => gk.isChosen(keep.speaker, speaker, state.unfold)) : null,
    place: keep.place.size ? (event) => event.place !== null && keep.place.has(event.place.id) : null,
  };
  return Object.entries(tests).filter(([, test]) => test !== null);
};

/** The facet that an event fails: null for none, "more" for more than one. */
gk.failedFacet = function (event, tests) {
  let failed = null;
  for (let i = 0; i < tests.length; i += 1) {
    if (tests[i][1](event)) continue;
    if (failed) return "more";
    failed = tests[i][0];
  }
  return failed;
};

/**
 * The events that pass, their claims, how many are hidden as ties and phrases, and the events that pass at any time.
 * None of it depends on the selection.
 */
gk.passEvents = function (model, state) {
  const tests = gk.makeTests(state);
  const hidden = { ties: 0, phrases: 0 };
  let passed = [];
  let anytime = [];
  for (const event of model.events) {
    const failed = gk.failedFacet(event, tests);
    if (!failed) passed.push(event);
    if (!failed || failed === "time") anytime.push(event);
    else if (failed === "ties" || failed === "phrases") hidden[failed] += 1;
  }
  let claims = gk.sumClaims(model, passed, state.unfold);
  if (gk.asksOfClaims(state)) {
    claims = new Map([...claims].filter(([, sum]) => gk.isWanted(sum, state)));
    passed = [...claims.values()].flatMap((sum) => sum.events);
    anytime = gk.ofWantedClaims(model, anytime, state);
  }
  return { passed: new Set(passed), hidden, claims, anytime, near: new Map() };
};

/** Filters that ask of a whole claim, not of one event. */
gk.asksOfClaims = (state) => state.publishers > 1 || state.disputed;
/** Adds to a result the events of the selection that pass at any time; once for each selection. */
gk.selectWithin = function (model, state, result) {
  const key = JSON.stringify(state.select);
  if (!result.near.has(key)) {
    const inside = gk.selectionTest(model, state);
    const allowed = inside && gk.once(result, "allowed", () => gk.flagsOf(model, result.anytime));
    const anytime = inside ? gk.nearEvents(model, state).filter((event) => allowed[event.at] && inside(event)) : result.anytime;
    result.near.set(key, { anytime, counts: null });
  }
  result.own = result.near.get(key);
  return result;
};

/** A test for the events of the selection, so that counts follow it; null without one. */
gk.selectionTest = function (model, state) {
  const { select } = state;
  if (!select || select.type === "path") return null;
  const own = (id) => {
    const entity = model.entityById.get(id);
    return (other) => other === entity || (!state.unfold && other.fold === entity);
  };
  if (select.type === "actor") {
    const is = own(select.id);
    return (event) => is(event.agent) || is(event.recipient);
  }
  if (select.type === "event") return (event) => event.id === select.id;
  if (select.type === "article") {
    const { at } = model.articleById.get(select.id);
    return (event) => event.flat.some((number, i) => i % 3 === 0 && number === at);
  }
  const [a, b] = [own(select.a), own(select.b)];
  return (event) => (select.type !== "claim" || event.predicate.id === select.verb) &&
    ((a(event.agent) && b(event.recipient)) || ((select.type === "pair" || event.predicate.symmetric) && b(event.agent) && a(event.recipient)));
};

/** The actors of the events that pass, each ministry and leader as its state unless unfolded; counted once for each result. */
gk.shownActors = function ({ state, result }) {
  return gk.once(result, "actors", () => {
    const actors = new Set();
    for (const { agent, recipient } of result.passed) actors.add(gk.standIn(agent, state.unfold)).add(gk.standIn(recipient, state.unfold));
    return actors;
  });
};
