/* Claims: all events of one verb between the same two actors, whoever tells of them. */

/** Merges all events into claims, with ministries and leaders folded into their state or not; made once for each. */
gk.claimsOf = function (model, unfold) {
  const known = model.merged[unfold ? 1 : 0];
  if (known) return known;
  const byKey = new Map();
  const verbs = new Map(model.predicates.map((predicate, at) => [predicate, at]));
  const of = model.events.map((event) => {
    let agent = gk.standIn(event.agent, unfold);
    let recipient = gk.standIn(event.recipient, unfold);
    const inner = agent === recipient;
    if (inner) ({ agent, recipient } = event); // within one state the two are told by their own names
    if (event.predicate.symmetric && agent.at > recipient.at) [agent, recipient] = [recipient, agent];
    const key = (agent.at * model.predicates.length + verbs.get(event.predicate)) * model.entities.length + recipient.at;
    let claim = byKey.get(key);
    if (!claim) {
      claim = { agent, recipient, predicate: event.predicate, at: byKey.size, inner };
      byKey.set(key, claim);
    }
    return claim;
  });
  model.merged[unfold ? 1 : 0] = { of, list: [...byKey.values()] };
  return model.merged[unfold ? 1 : 0];
};

/** A text that names a claim, or its own key where it has one. */
gk.claimKey = (claim) => claim.key || `${claim.agent.at} ${claim.predicate.id} ${claim.recipient.at}`;

/** What each status adds to the strength of a claim, as in the choice of the opening picture. */
gk.WEIGHTS = { occurred: 1, ongoing: 1, disputed: 1, planned: 0.7, alleged: 0.7, denied: 0.6, possible: 0.4, negated: 0.3 };
/** From the strongest status to the weakest. */
gk.STRENGTHS = ["occurred", "ongoing", "planned", "alleged", "possible", "denied", "negated"];

/** Sums up the events that pass: who says so and who denies, by how many sources, from when to when. */
gk.sumClaims = function (model, passed, unfold) {
  const { of, list } = gk.claimsOf(model, unfold);
  const sums = new Array(list.length).fill(null);
  const live = new Map();
  for (const event of passed) {
    const claim = of[event.at];
    let sum = sums[claim.at];
    if (!sum) {
      sum = gk.emptySum(claim);
      sums[claim.at] = sum;
      live.set(claim, sum);
    }
    gk.addToSum(model, sum, event);
  }
  for (const sum of live.values()) gk.settleDenials(sum);
  return live;
};

gk.emptySum = (claim) => ({ claim, events: [], sides: gk.noSides(), voices: gk.NOBODY, publishers: 0, strength: 0, first: null, last: null });

/** Adds an event to the sum of its claim. */
gk.addToSum = function (model, sum, event) {
  sum.events.push(event);
  sum.strength += event.publishers * gk.WEIGHTS[model.statuses[event.status].id];
  sum.sides.says += event.sides.says;
  sum.sides.denies += event.sides.denies;
  sum.sides.plans += event.sides.plans;
  sum.sides.alleges += event.sides.alleges;
  sum.sides.negates += event.sides.negates;
  if (!sum.voices.length) sum.voices = event.voices;
  else for (let i = 0; i < event.voices.length; i += 1) sum.voices = gk.joined(sum.voices, event.voices[i]);
  sum.publishers = sum.voices.length;
  const { when } = event;
  if (!when) return;
  if (!sum.first || when < sum.first) sum.first = when;
  if (!sum.last || when > sum.last) sum.last = when;
};

gk.isAsserted = ({ says, alleges, plans }) => says + alleges + plans > 0;

/** Who stands in an event for a dispute: a body or office is its state, a person is nobody else. */
gk.principal = (entity) => (entity.fold && entity.sort !== "Person" ? entity.fold : entity);

gk.principalsOf = function ({ agent, recipient, predicate }) {
  const [a, b] = [gk.principal(agent).at, gk.principal(recipient).at];
  return predicate.symmetric && a > b ? `${b} ${a}` : `${a} ${b}`;
};

/** The events whose denials answer no assertion of the same two, though folding makes them one claim with assertions. */
gk.unansweredDenials = function (events) {
  if (!events.some((event) => event.sides.denies)) return new Set();
  const asserted = new Set(events.filter((event) => gk.isAsserted(event.sides)).map(gk.principalsOf));
  return new Set(asserted.size ? events.filter((event) => event.sides.denies && !asserted.has(gk.principalsOf(event))) : []);
};

/** Counts the denials of a claim that dispute nothing among its negations. */
gk.settleDenials = function (sum) {
  if (!sum.sides.denies || !gk.isAsserted(sum.sides)) return sum;
  for (const event of gk.unansweredDenials(sum.events)) {
    sum.sides.denies -= event.sides.denies;
    sum.sides.negates += event.sides.denies;
  }
  return sum;
};

/** Tells whether some of the events of one claim are asserted and denied of the same two. */
gk.isContested = function (events) {
  const unanswered = gk.unansweredDenials(events);
  return events.some((event) => gk.isAsserted(event.sides)) && events.some((event) => event.sides.denies && !unanswered.has(event));
};

/** The status that most of the events reach: half of them or more are at least as strong, so nothing is overstated. */
gk.majorityStatus = function (model, events) {
  const ranks = events.map((event) => Math.max(gk.STRENGTHS.indexOf(model.statuses[event.status].id), 0)).sort((a, b) => a - b);
  return model.statuses.findIndex((status) => status.id === gk.STRENGTHS[ranks[Math.floor(ranks.length / 2)]]);
};

/** The status that the events of one claim may show together. Assertion and denial side by side are disputed. */
gk.mergedStatus = function (model, events) {
  return events.some((event) => event.status === model.disputed) || gk.isContested(events) ? model.disputed : gk.majorityStatus(model, events);
};

gk.isDisputed = (sum) => sum.sides.denies > 0 && gk.isAsserted(sum.sides);

/** How strongly a claim is disputed: by the smaller side first, then by all its sentences, then by its sources. */
gk.disputeRank = function ({ sides, publishers }) {
  const asserted = sides.says + sides.alleges + sides.plans;
  return Math.min(sides.denies, asserted) * 1e6 + Math.min(sides.denies + asserted, 999) * 1e3 + Math.min(publishers, 999);
};

/** The claims that are both asserted and denied, most disputed first. */
gk.disputedClaims = (result) => gk.once(result, "disputed", () =>
  [...result.claims.values()].filter((sum) => gk.isDisputed(sum) && !sum.claim.inner).sort((a, b) => gk.disputeRank(b) - gk.disputeRank(a) || gk.byStrength(a, b)));

gk.byStrength = (a, b) => b.publishers - a.publishers || b.strength - a.strength || b.events.length - a.events.length || (a.claim.at - b.claim.at);
