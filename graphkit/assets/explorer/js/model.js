/* The page's tables as objects that know each other. See docs/explorer.md for the tables. */

/** Reads the tables: entities, events and relations with references instead of positions. */
gk.readModel = function (tables) {
  const model = {
    title: tables.title,
    scope: tables.scope,
    total: tables.total,
    groups: tables.groups,
    statuses: tables.statuses,
    kinds: tables.kinds,
    predicates: tables.predicates,
    articles: tables.articles,
  };
  model.entities = tables.entities.map((row, at) => ({ ...row, at, events: [], relations: [], strength: 0 }));
  model.sentences = tables.sentences.map(([article, text]) => ({ article: tables.articles[article], text }));
  model.events = tables.events.map((row, at) => gk.readEvent(row, at, model));
  model.relations = tables.relations.map((row, at) => {
    const [source, target, predicate, group, status, symmetric, bend, strength, events] = row;
    return {
      at, id: `r${at}`, source, target, group, status, symmetric: symmetric === 1, bend, strength,
      predicate: predicate === null ? null : model.predicates[predicate],
      events: events.map((number) => model.events[number]),
    };
  });
  for (const relation of model.relations) {
    for (const end of new Set([relation.source, relation.target])) {
      model.entities[end].relations.push(relation);
      model.entities[end].strength += relation.strength;
    }
    for (const event of relation.events) event.relation = relation;
  }
  model.actors = model.entities.filter((entity) => entity.events.length).length;
  model.entityById = new Map(model.entities.map((entity) => [entity.id, entity]));
  model.eventById = new Map(model.events.map((event) => [event.id, event]));
  return model;
};

gk.readEvent = function (row, at, model) {
  const [id, predicate, agent, recipient, status, date, place, topic, confidence, publishers, mentions] = row;
  const event = {
    id, at, predicate: model.predicates[predicate], status, topic, confidence, publishers,
    agent: model.entities[agent],
    recipient: model.entities[recipient],
    place: place === null ? null : model.entities[place],
    date: date && { from: date[0], to: date[1], precision: date[2] },
    mentions: mentions.map((mention) => gk.readMention(mention, model)),
  };
  event.day = gk.dayOf(event.date, model.statuses[status].id, event.mentions.length ? event.mentions[0].sentence.article.published : null);
  event.agent.events.push(event);
  if (event.recipient !== event.agent) event.recipient.events.push(event);
  return event;
};

gk.readMention = function (row, model) {
  const [sentence, status, speaker, confidence, flat] = row;
  const marks = [];
  for (let i = 0; i + 2 < flat.length; i += 3) marks.push([flat[i], flat[i + 1], flat[i + 2]]);
  return {
    sentence: model.sentences[sentence], status, confidence, marks,
    speaker: speaker === null ? null : model.entities[speaker],
  };
};

/** The verb of a relation as its edge says it. */
gk.relationLabel = function (relation, model, shown) {
  const verb = relation.predicate ? relation.predicate.label : model.groups[relation.group].label.toLowerCase();
  const times = shown === undefined ? relation.events.length : shown;
  return times > 1 ? `${verb} ×${times}` : verb;
};

/** The other end of an event. */
gk.otherEnd = (event, entity) => (event.agent === entity ? event.recipient : event.agent);
