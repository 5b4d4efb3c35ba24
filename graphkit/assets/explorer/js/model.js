/* The page's tables as objects that know each other. See docs/explorer.md for the tables. */

/** Reads the tables: articles, entities and events with references instead of positions. */
gk.readModel = function (tables) {
  const { title, scope, total, groups, statuses, kinds, predicates, skipped, story } = tables;
  const model = { title, scope, total, groups, statuses, kinds, predicates, skipped, story, mentions: 0, sentences: [] };
  gk.addPartsUsed(model);
  model.articles = tables.articles.map((row, at) => gk.readArticle(row, at));
  model.entities = tables.entities.map(gk.readEntity);
  for (const entity of model.entities) {
    entity.fold = entity.fold === null ? null : model.entities[entity.fold];
    entity.home = entity.home === null ? null : model.entities[entity.home];
    entity.alone = [entity];
    if (entity.fold) entity.fold.members.push(entity);
  }
  model.side = model.statuses.map((status) => gk.SIDES[status.id]);
  model.disputed = model.statuses.findIndex((status) => status.id === "disputed");
  model.oneSided = Object.fromEntries(Object.values(gk.SIDES).map((side) => [side, { ...gk.noSides(), [side]: 1 }]));
  model.events = tables.events.map((row, at) => new gk.Event(row, at, model));
  model.entityById = new Map(model.entities.map((entity) => [entity.id, entity]));
  model.articleById = new Map(model.articles.map((article) => [article.id, article]));
  model.predicateById = new Map(model.predicates.map((predicate) => [predicate.id, predicate]));
  model.voices = [...new Set(model.articles.map((article) => article.voice))];
  const days = model.articles.map((article) => article.day).filter(Boolean).sort();
  [model.firstDay, model.lastDay] = [days[0] || null, days.at(-1) || null];
  model.merged = [null, null];
  return model;
};

gk.addPartsUsed = (model) => Object.defineProperties(model, {
  verbsUsed: { get: () => gk.partsUsed(model).verbs },
  speakers: { get: () => gk.partsUsed(model).speakers },
  places: { get: () => gk.partsUsed(model).places },
});

/** An entity; all have the same parts, so that the browser reads them fast. */
gk.readEntity = ({ id, label, kind, sort, aliases, external, names = [], fold = null, home = null, spot = null, phrase = false }, at) => ({
  id, label, kind, sort, aliases, external, names, fold, home, spot, phrase, at, events: [], members: [], alone: null, told: null, folded: null,
});

/** The voice of all articles without a publisher: they count as one source at most. */
gk.UNKNOWN = "";

/** "2 publishers", "3 publishers, one of them unknown", "unknown publisher". */
gk.tellPublishers = function (voices) {
  if (voices.length === 1 && voices[0] === gk.UNKNOWN) return "unknown publisher";
  return gk.count(voices.length, "publisher") + (voices.includes(gk.UNKNOWN) ? ", one of them unknown" : "");
};

/** An article, with its voice and its publisher as lists of their own, which all events of this one article share. */
gk.readArticle = function (row, at) {
  const day = (row.published || "").slice(0, 10);
  const voice = row.voice ?? row.publisher ?? gk.UNKNOWN;
  return { ...row, at, day: gk.isDay(day) ? day : null, voice, ownVoice: [voice], ownSource: row.publisher ? [row.publisher] : [] };
};

/** Which side of a claim a sentence of each status takes. */
gk.SIDES = {
  occurred: "says", ongoing: "says", disputed: "says", planned: "plans", alleged: "alleges", possible: "alleges", denied: "denies", negated: "negates",
};
gk.noSides = () => ({ says: 0, denies: 0, plans: 0, alleges: 0, negates: 0 });

/** The side that a sentence takes. A negation denies where somebody is quoted with it, or where the event itself is disputed. */
gk.sideOf = function (model, event, status, isQuoted) {
  const side = model.side[status];
  return side === "negates" && (isQuoted || event.status === model.disputed) ? "denies" : side;
};
gk.NOBODY = [];

/** Where each part stands in the row of an event; reading them one by one is faster than taking the row apart. */
gk.ROW = { id: 0, predicate: 1, agent: 2, recipient: 3, status: 4, date: 5, place: 6, topic: 7, confidence: 8, publishers: 9, mentions: 10 };

/** An event. Its mentions, with their sentences and marks, are read when they are first asked for: most never are. */
gk.Event = class {
  constructor(row, at, model) {
    const { ROW } = gk;
    const date = row[ROW.date];
    const place = row[ROW.place];
    this.id = row[ROW.id];
    this.at = at;
    this.predicate = model.predicates[row[ROW.predicate]];
    this.status = row[ROW.status];
    this.topic = row[ROW.topic];
    this.confidence = row[ROW.confidence];
    this.publishers = row[ROW.publishers];
    this.agent = model.entities[row[ROW.agent]];
    this.recipient = model.entities[row[ROW.recipient]];
    this.place = place === null ? null : model.entities[place];
    this.date = date && { from: date[0], to: date[1], precision: date[2] };
    this.model = model;
    this.told = null;
    this.flat = row[ROW.mentions];
    this.size = this.flat.length / 3;
    this.first = model.mentions;
    model.mentions += this.size;
    gk.sumMentions(this, this.flat, model);
    this.day = gk.dayOf(this.date, model.statuses[this.status].id, this.reported);
    this.when = this.day || this.reported;
    this.agent.events.push(this);
    if (this.recipient !== this.agent) this.recipient.events.push(this);
  }

  get mentions() {
    if (!this.told) this.told = this.rows.map((row, i) => gk.readMention(row, this.flat, 3 * i, this.model));
    return this.told;
  }

  /** What is shown of the mentions: sentence, confidence and marks of each. */
  get rows() {
    return gk.textsOf(this.model).mentions.slice(this.first, this.first + this.size);
  }
};

/** Sums up the mentions of an event: sides, voices, sources, speakers, day of the first report. An event of one mention shares the lists of its article. */
gk.sumMentions = function (event, flat, model) {
  const article = flat.length ? model.articles[flat[0]] : null;
  const speaker = flat.length ? gk.speakerAt(model, flat[2]) : null;
  event.sides = flat.length ? model.oneSided[gk.sideOf(model, event, flat[1], speaker !== null)] : gk.noSides();
  event.voices = article ? article.ownVoice : gk.NOBODY;
  event.sources = article ? article.ownSource : gk.NOBODY;
  event.speakers = speaker ? speaker.alone : gk.NOBODY;
  event.reported = article ? article.day : null;
  if (flat.length < 4) return;
  event.sides = { ...event.sides };
  for (let i = 3; i < flat.length; i += 3) {
    const other = model.articles[flat[i]];
    const said = gk.speakerAt(model, flat[i + 2]);
    event.sides[gk.sideOf(model, event, flat[i + 1], said !== null)] += 1;
    event.voices = gk.joined(event.voices, other.voice);
    if (other.publisher) event.sources = gk.joined(event.sources, other.publisher);
    if (said !== null) event.speakers = gk.joined(event.speakers, said);
    if (other.day && (!event.reported || other.day < event.reported)) event.reported = other.day;
  }
};

/** The speaker at a position; -1 is nobody. */
gk.speakerAt = (model, at) => (at < 0 ? null : model.entities[at]);

/** A list with one more member, unless it has it; the list itself stays as it is. */
gk.joined = (list, member) => (list.includes(member) ? list : [...list, member]);

/** The event of an id. */
gk.eventById = (model, id) => gk.once(model, "eventIds", () => new Map(model.events.map((event) => [event.id, event]))).get(id);

/** The actor that stands for an entity in the picture. */
gk.standIn = (entity, unfold) => (unfold || !entity.fold ? entity : entity.fold);
