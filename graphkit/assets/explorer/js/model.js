/* The page's tables as objects that know each other. See docs/explorer.md for the tables. */

/** Reads the tables: articles, entities, sentences and events with references instead of positions. */
gk.readModel = function (tables) {
  const { title, scope, total, groups, statuses, kinds, predicates, skipped, story } = tables;
  const model = { title, scope, total, groups, statuses, kinds, predicates, skipped, story };
  model.articles = tables.articles.map((row, at) => {
    const day = (row.published || "").slice(0, 10);
    return { ...row, at, day: gk.isDay(day) ? day : null, voice: row.voice || row.publisher || row.id, sentences: [] };
  });
  model.entities = tables.entities.map((row, at) => ({ ...row, at, events: [], names: row.names || [] }));
  for (const entity of model.entities) {
    entity.fold = entity.fold === undefined ? null : model.entities[entity.fold];
    entity.home = entity.home === undefined ? null : model.entities[entity.home];
  }
  model.sentences = tables.sentences.map(([article, text, start], at) => ({ at, article: model.articles[article], text, start, events: [] }));
  for (const sentence of model.sentences) sentence.article.sentences.push(sentence);
  for (const article of model.articles) article.sentences.sort((a, b) => a.start - b.start || a.at - b.at);
  model.events = tables.events.map((row, at) => gk.readEvent(row, at, model));
  model.actors = model.entities.filter((entity) => entity.events.length).length;
  model.entityById = new Map(model.entities.map((entity) => [entity.id, entity]));
  model.eventById = new Map(model.events.map((event) => [event.id, event]));
  model.articleById = new Map(model.articles.map((article) => [article.id, article]));
  model.predicateById = new Map(model.predicates.map((predicate) => [predicate.id, predicate]));
  model.voices = new Set(model.articles.map((article) => article.voice)).size;
  const days = model.articles.map((article) => article.day).filter(Boolean).sort();
  [model.firstDay, model.lastDay] = [days[0] || null, days.at(-1) || null];
  model.side = model.statuses.map((status) => gk.SIDES[status.id]);
  model.merged = [null, null];
  return model;
};

/** Which side of a claim a sentence of each status takes. */
gk.SIDES = {
  occurred: "says", ongoing: "says", disputed: "says", planned: "plans", alleged: "alleges", possible: "alleges", denied: "denies", negated: "denies",
};

gk.readEvent = function (row, at, model) {
  const [id, predicate, agent, recipient, status, date, place, topic, confidence, publishers, mentions] = row;
  const event = {
    id, at, predicate: model.predicates[predicate], status, topic, confidence, publishers,
    agent: model.entities[agent],
    recipient: model.entities[recipient],
    place: place === null ? null : model.entities[place],
    date: date && { from: date[0], to: date[1], precision: date[2] },
  };
  event.mentions = mentions.map((mention) => gk.readMention(mention, model, event));
  event.sides = { says: 0, denies: 0, plans: 0, alleges: 0 };
  event.voices = [];
  event.sources = [];
  event.speakers = [];
  event.reported = null;
  for (const { status: said, speaker, sentence: { article } } of event.mentions) {
    event.sides[gk.SIDES[model.statuses[said].id]] += 1;
    if (!event.voices.includes(article.voice)) event.voices.push(article.voice);
    if (article.publisher && !event.sources.includes(article.publisher)) event.sources.push(article.publisher);
    if (speaker && !event.speakers.includes(speaker)) event.speakers.push(speaker);
    if (article.day && (!event.reported || article.day < event.reported)) event.reported = article.day;
  }
  event.day = gk.dayOf(event.date, model.statuses[status].id, event.reported);
  event.when = event.day || event.reported;
  event.agent.events.push(event);
  if (event.recipient !== event.agent) event.recipient.events.push(event);
  return event;
};

gk.readMention = function (row, model, event) {
  const [sentence, status, speaker, confidence, flat] = row;
  const marks = [];
  for (let i = 0; i + 2 < flat.length; i += 3) marks.push([flat[i], flat[i + 1], flat[i + 2]]);
  model.sentences[sentence].events.push(event);
  return {
    sentence: model.sentences[sentence], status, confidence, marks,
    speaker: speaker === null ? null : model.entities[speaker],
  };
};

/** The other end of an event. */
gk.otherEnd = (event, entity) => (event.agent === entity ? event.recipient : event.agent);

/** The actor that stands for an entity in the picture. */
gk.standIn = (entity, unfold) => (unfold || !entity.fold ? entity : entity.fold);

/** The ties of a person or body that a reader wants told beside its name, such as its offices. */
gk.subtitle = function (entity) {
  if (entity.told === undefined) {
    const ties = entity.events.filter((event) => event.agent === entity && event.predicate.static);
    const rank = { holds_position: 0, represents: 1, member_of: 2 };
    ties.sort((a, b) => (rank[a.predicate.id] ?? 3) - (rank[b.predicate.id] ?? 3) || a.at - b.at);
    const first = ties[0];
    entity.told = !first ? "" : first.predicate.id === "holds_position" ? first.recipient.label : `${first.predicate.label} ${first.recipient.label}`;
  }
  return entity.told;
};
