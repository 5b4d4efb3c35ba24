/* What a filter asks of an event or a claim. */

/** Tells whether an event holds each of some words: in a name of its ends, its verb, its topic or one of its sentences. */
gk.holdsWords = function (event, words) {
  const { agent, recipient, predicate, topic, model } = event;
  const isIn = (word) => gk.foldedNames(agent).includes(word) || gk.foldedNames(recipient).includes(word) || gk.foldedLabel(predicate).includes(word) ||
    (topic && gk.fold(topic).includes(word)) || event.rows.some(([at]) => gk.foldedText(gk.sentenceOf(model, at)).includes(word));
  return words.every(isIn);
};

gk.foldedNames = (entity) => entity.folded || (entity.folded = gk.fold([entity.label, ...entity.aliases].join("\n")));

gk.foldedLabel = (predicate) => gk.once(predicate, "folded", () => gk.fold(predicate.label));

gk.foldedText = (sentence) => sentence.folded || (sentence.folded = gk.fold(sentence.text));

/** Tells whether an event can lie in the period: by its own date, else by the day of its first report. */
gk.inPeriod = function (event, state) {
  if (state.dates === "text" && !event.date) return false;
  if (state.dates === "report" && event.date) return false;
  if (!state.from && !state.to) return true;
  if (event.date) return !(state.from && event.date.to < state.from) && !(state.to && event.date.from > state.to);
  if (!event.reported) return false;
  return !(state.from && event.reported < state.from) && !(state.to && event.reported > state.to);
};

/** Tells whether one of the chosen ids is an actor or, unless unfolded, the state it acts for. */
gk.isChosen = (chosen, entity, unfold) => chosen.has(entity.id) || (!unfold && entity.fold !== null && chosen.has(entity.fold.id));

gk.passesEnds = function (event, keep, unfold) {
  const is = (chosen, entity) => gk.isChosen(chosen, entity, unfold);
  const way = (agent, recipient) => (!keep.who.size || is(keep.who, agent)) && (!keep.whom.size || is(keep.whom, recipient));
  if (!way(event.agent, event.recipient) && !(event.predicate.symmetric && way(event.recipient, event.agent))) return false;
  return [...keep.any].every((id) => is(new Set([id]), event.agent) || is(new Set([id]), event.recipient));
};

gk.isWanted = (sum, state) => sum.publishers >= state.publishers && (!state.disputed || gk.isDisputed(sum));

gk.ofWantedClaims = (model, events, state) => [...gk.sumClaims(model, events, state.unfold).values()].filter((sum) => gk.isWanted(sum, state)).flatMap((sum) => sum.events);

/** A one for each event, by its position, that is among some events. */
gk.flagsOf = function (model, events) {
  const flags = new Uint8Array(model.events.length);
  for (let i = 0; i < events.length; i += 1) flags[events[i].at] = 1;
  return flags;
};
