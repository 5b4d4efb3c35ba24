/* Which events the facets, the period and the words let through. */

/** The place of an event in each facet; an event counts for the kinds of both its ends. */
gk.facetsOf = function (event) {
  return {
    group: event.predicate.group,
    predicate: event.predicate.id,
    status: event.status,
    kinds: [event.agent.kind, event.recipient.kind],
  };
};

gk.inPeriod = function (event, state) {
  if (!event.date) return state.undated;
  if (state.from && event.day < state.from) return false;
  return !(state.to && event.day > state.to);
};

/** Words of a query, all of which an event must hold. */
gk.words = (text) => gk.fold(text).split(/\s+/).filter(Boolean);

/** Lower case without accents, so that Erdogan finds Erdoğan. */
gk.fold = (text) => String(text).normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/ı/g, "i");

gk.eventText = function (event) {
  if (event.text === undefined) {
    const names = [event.agent, event.recipient].flatMap((entity) => [entity.label, ...entity.aliases]);
    const said = event.mentions.map((mention) => mention.sentence.text);
    event.text = gk.fold([...names, event.predicate.label, event.topic || "", ...said].join("\n"));
  }
  return event.text;
};

/** Passes events through every filter; counts each facet as if its own boxes were all ticked. */
gk.filterEvents = function (model, state) {
  const { hide } = state;
  const words = gk.words(state.q || "");
  const counts = { group: [], predicate: {}, status: [], kind: [] };
  const passed = new Set();
  const anytime = [];
  let undated = 0;
  for (const event of model.events) {
    if (words.length && !words.every((word) => gk.eventText(event).includes(word))) continue;
    const place = gk.facetsOf(event);
    const group = !hide.group.has(place.group);
    const verb = !hide.predicate.has(place.predicate);
    const status = !hide.status.has(place.status);
    const kind = !place.kinds.some((one) => hide.kind.has(one));
    const time = gk.inPeriod(event, state);
    if (time && status && kind) {
      counts.predicate[place.predicate] = (counts.predicate[place.predicate] || 0) + 1;
      counts.group[place.group] = (counts.group[place.group] || 0) + 1;
    }
    if (time && group && verb && kind) counts.status[place.status] = (counts.status[place.status] || 0) + 1;
    if (group && verb && status && kind) {
      if (event.date) anytime.push(event);
      else undated += 1;
    }
    if (time && group && verb && status && kind) passed.add(event);
  }
  gk.countKinds(model, state, words, counts);
  return { passed, counts, anytime, undated };
};

/** Entities of each kind that take part in what the other filters let through. */
gk.countKinds = function (model, state, words, counts) {
  const seen = new Set();
  for (const event of model.events) {
    if (state.hide.group.has(event.predicate.group) || state.hide.predicate.has(event.predicate.id)) continue;
    if (state.hide.status.has(event.status) || !gk.inPeriod(event, state)) continue;
    if (words.length && !words.every((word) => gk.eventText(event).includes(word))) continue;
    seen.add(event.agent).add(event.recipient);
  }
  for (const entity of seen) counts.kind[entity.kind] = (counts.kind[entity.kind] || 0) + 1;
};

gk.ORDERS = {
  newest: { label: "newest first", compare: (a, b) => gk.byDate(b, a) || a.at - b.at },
  oldest: { label: "oldest first", compare: (a, b) => gk.byDate(a, b) || a.at - b.at },
  sources: { label: "most sources", compare: (a, b) => b.publishers - a.publishers || b.mentions.length - a.mentions.length || a.at - b.at },
  confidence: { label: "most certain", compare: (a, b) => b.confidence - a.confidence || a.at - b.at },
  actor: { label: "by actor", compare: (a, b) => gk.compareText(a.agent.label, b.agent.label) || a.at - b.at },
  verb: { label: "by relation", compare: (a, b) => gk.compareText(a.predicate.label, b.predicate.label) || a.at - b.at },
  target: { label: "by target", compare: (a, b) => gk.compareText(a.recipient.label, b.recipient.label) || a.at - b.at },
  status: { label: "by status", compare: (a, b) => a.status - b.status || a.at - b.at },
};

gk.collator = new Intl.Collator("en");
gk.compareText = (a, b) => gk.collator.compare(a, b);

gk.byDate = function (a, b) {
  const x = a.day || "";
  const y = b.day || "";
  return x < y ? -1 : x > y ? 1 : 0;
};

gk.sortEvents = function (events, order) {
  const list = [...events].sort((gk.ORDERS[order] || gk.ORDERS.newest).compare);
  if (order !== "oldest") return list;
  return [...list.filter((event) => event.date), ...list.filter((event) => !event.date)];
};
