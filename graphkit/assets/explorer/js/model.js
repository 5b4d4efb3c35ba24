/* The page's tables as objects that know each other. See docs/explorer.md for the tables. */

/** Reads the tables: articles, entities and events with references instead of positions; sentences only when asked for. */
gk.readModel = function (tables) {
  const { title, scope, total, groups, statuses, kinds, predicates, skipped, story, sentences } = tables;
  const model = { title, scope, total, groups, statuses, kinds, predicates, skipped, story, sentenceRows: sentences, sentences: new Array(sentences.length) };
  model.articles = tables.articles.map((row, at) => gk.readArticle(row, at));
  model.entities = tables.entities.map(gk.readEntity);
  for (const entity of model.entities) {
    entity.fold = entity.fold === null ? null : model.entities[entity.fold];
    entity.home = entity.home === null ? null : model.entities[entity.home];
    entity.alone = [entity];
    if (entity.fold) entity.fold.members.push(entity);
  }
  model.side = model.statuses.map((status) => gk.SIDES[status.id]);
  model.oneSided = model.side.map((side) => ({ says: 0, denies: 0, plans: 0, alleges: 0, [side]: 1 }));
  model.events = tables.events.map((row, at) => new gk.Event(row, at, model));
  model.entityById = new Map(model.entities.map((entity) => [entity.id, entity]));
  model.articleById = new Map(model.articles.map((article) => [article.id, article]));
  model.predicateById = new Map(model.predicates.map((predicate) => [predicate.id, predicate]));
  model.voices = new Set(model.articles.map((article) => article.voice)).size;
  const days = model.articles.map((article) => article.day).filter(Boolean).sort();
  [model.firstDay, model.lastDay] = [days[0] || null, days.at(-1) || null];
  model.merged = [null, null];
  return model;
};

/** An entity; all have the same parts, so that the browser reads them fast. */
gk.readEntity = ({ id, label, kind, sort, aliases, external, names = [], fold = null, home = null, spot = null, phrase = false }, at) => ({
  id, label, kind, sort, aliases, external, names, fold, home, spot, phrase, at, events: [], members: [], alone: null, told: null, folded: null,
});

/** An article, with its voice and its publisher as lists of their own, which all events of this one article share. */
gk.readArticle = function (row, at) {
  const day = (row.published || "").slice(0, 10);
  const voice = row.voice || row.publisher || row.id;
  return { ...row, at, day: gk.isDay(day) ? day : null, voice, ownVoice: [voice], ownSource: row.publisher ? [row.publisher] : [] };
};

/** Which side of a claim a sentence of each status takes. */
gk.SIDES = {
  occurred: "says", ongoing: "says", disputed: "says", planned: "plans", alleged: "alleges", possible: "alleges", denied: "denies", negated: "denies",
};
gk.NOBODY = [];

/** An event. Its mentions, with their sentences and marks, are read when they are first asked for: most never are. */
gk.Event = class {
  constructor([id, predicate, agent, recipient, status, date, place, topic, confidence, publishers, rows], at, model) {
    this.id = id;
    this.at = at;
    this.predicate = model.predicates[predicate];
    this.status = status;
    this.topic = topic;
    this.confidence = confidence;
    this.publishers = publishers;
    this.agent = model.entities[agent];
    this.recipient = model.entities[recipient];
    this.place = place === null ? null : model.entities[place];
    this.date = date && { from: date[0], to: date[1], precision: date[2] };
    this.rows = rows;
    this.model = model;
    this.told = null;
    gk.sumMentions(this, rows, model);
    this.day = gk.dayOf(this.date, model.statuses[status].id, this.reported);
    this.when = this.day || this.reported;
    this.agent.events.push(this);
    if (this.recipient !== this.agent) this.recipient.events.push(this);
  }

  get mentions() {
    if (!this.told) this.told = this.rows.map((row) => gk.readMention(row, this.model));
    return this.told;
  }
};

/** Sums up the mentions of an event: sides, voices, sources, speakers, day of the first report. An event of one mention shares the lists of its article. */
gk.sumMentions = function (event, rows, model) {
  const article = rows.length ? model.articles[model.sentenceRows[rows[0][0]][0]] : null;
  const speaker = rows.length && rows[0][2] !== null ? model.entities[rows[0][2]] : null;
  event.sides = rows.length ? model.oneSided[rows[0][1]] : { says: 0, denies: 0, plans: 0, alleges: 0 };
  event.voices = article ? article.ownVoice : gk.NOBODY;
  event.sources = article ? article.ownSource : gk.NOBODY;
  event.speakers = speaker ? speaker.alone : gk.NOBODY;
  event.reported = article ? article.day : null;
  if (rows.length < 2) return;
  event.sides = { ...event.sides };
  for (let i = 1; i < rows.length; i += 1) {
    const [sentence, status, said] = rows[i];
    const other = model.articles[model.sentenceRows[sentence][0]];
    event.sides[model.side[status]] += 1;
    event.voices = gk.joined(event.voices, other.voice);
    if (other.publisher) event.sources = gk.joined(event.sources, other.publisher);
    if (said !== null) event.speakers = gk.joined(event.speakers, model.entities[said]);
    if (other.day && (!event.reported || other.day < event.reported)) event.reported = other.day;
  }
};

/** A list with one more member, unless it has it; the list itself stays as it is. */
gk.joined = (list, member) => (list.includes(member) ? list : [...list, member]);

gk.readMention = function ([sentence, status, speaker, confidence, flat], model) {
  const marks = [];
  for (let i = 0; i + 2 < flat.length; i += 3) marks.push([flat[i], flat[i + 1], flat[i + 2]]);
  return { sentence: gk.sentenceOf(model, sentence), status, confidence, marks, speaker: speaker === null ? null : model.entities[speaker] };
};

gk.sentenceOf = function (model, at) {
  if (!model.sentences[at]) {
    const [article, text, start] = model.sentenceRows[at];
    model.sentences[at] = { at, article: model.articles[article], text, start, folded: null };
  }
  return model.sentences[at];
};

/** The events of each sentence, by its position; the sentences that say nothing have none. */
gk.eventsBySentence = (model) => gk.once(model, "bySentence", () => {
  const lists = model.sentenceRows.map(() => []);
  for (const event of model.events) for (const [sentence] of event.rows) lists[sentence].push(event);
  return lists;
});

/** The sentences of an article that say something, in the order of its text. */
gk.sentencesOf = function (model, article) {
  const lists = gk.eventsBySentence(model);
  const own = model.sentenceRows.flatMap(([of], at) => (of === article.at && lists[at].length ? [gk.sentenceOf(model, at)] : []));
  return own.sort((a, b) => a.start - b.start || a.at - b.at);
};

/** The event of an id. */
gk.eventById = (model, id) => gk.once(model, "eventIds", () => new Map(model.events.map((event) => [event.id, event]))).get(id);

/** The other end of an event. */
gk.otherEnd = (event, entity) => (event.agent === entity ? event.recipient : event.agent);

/** The actor that stands for an entity in the picture. */
gk.standIn = (entity, unfold) => (unfold || !entity.fold ? entity : entity.fold);

/** The ties of a person or body that a reader wants told beside its name, such as its offices. */
gk.subtitle = function (entity) {
  if (entity.told === null) {
    const ties = entity.events.filter((event) => event.agent === entity && event.predicate.static);
    const rank = { holds_position: 0, represents: 1, member_of: 2 };
    ties.sort((a, b) => (rank[a.predicate.id] ?? 3) - (rank[b.predicate.id] ?? 3) || a.at - b.at);
    const first = ties[0];
    entity.told = !first ? "" : first.predicate.id === "holds_position" ? first.recipient.label : `${first.predicate.label} ${first.recipient.label}`;
  }
  return entity.told;
};
