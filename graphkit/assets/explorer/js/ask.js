/* Reading a question: "who supplied arms to Russia in 2023" as who, verb, whom, when, status, source and speaker. */

gk.IDLE = new Set("who whom what which did does do has have had the a an to of is was were been be with and on that any anyone everyone all for from at about between".split(" "));

/** The entity that some words name exactly, by label, alias, code or acronym; the one with most events. */
gk.nameIndex = function (model) {
  if (model.nameIndex) return model.nameIndex;
  const index = new Map();
  const add = (name, entity) => {
    const key = gk.words(name).map((word) => word.replace(/[^\p{L}\p{N}'-]/gu, "")).join(" ");
    if (key.length > 1 && (!index.has(key) || index.get(key).events.length < entity.events.length)) index.set(key, entity);
  };
  for (const pass of ["names", "aliases"]) for (const entity of model.entities) if (entity.events.length) for (const name of entity[pass]) add(name, entity);
  for (const entity of model.entities) if (entity.events.length) index.set(gk.words(entity.label).join(" "), entity);
  model.nameIndex = index;
  return index;
};

/** Reads words into tokens: [{type, ...}], and the words that mean nothing here. The longest reading wins. */
gk.readQuestion = function (model, text) {
  const typed = text.replace(/[?!,;]/g, " ").split(/\s+/).filter(Boolean);
  const words = typed.map(gk.fold);
  const tokens = [];
  const left = [];
  let lead = "";
  for (let i = 0; i < words.length;) {
    let token = null;
    let taken = 1;
    for (let n = Math.min(6, words.length - i); n > 0 && !token; n -= 1) {
      token = gk.readToken(model, words.slice(i, i + n), typed.slice(i, i + n).join(" "));
      taken = n;
    }
    if (token) {
      tokens.push({ ...token, lead });
      lead = "";
    } else if (["by", "in", "since", "after", "until", "before", "during"].includes(words[i])) lead = words[i];
    else if (words[i] === "according" || (words[i] === "to" && lead === "says")) lead = "says";
    else if (!gk.IDLE.has(words[i])) left.push(words[i]);
    i += token ? taken : 1;
  }
  const rest = gk.narrowVerbs(model, gk.giveRoles(tokens), words, left);
  const said = (token, i) => token.type === "verb" && tokens.slice(0, i).some((other) => other.type === "verb" && token.predicates.every((predicate) => other.predicates.includes(predicate)));
  return { tokens: tokens.filter((token, i) => !said(token, i)), left: rest };
};

/** A verb of many meanings is narrowed by the words around it ("sent arms"), else to the three most used; gives what is left. */
gk.narrowVerbs = function (model, tokens, words, left) {
  const stems = new Set(words.filter((word) => !gk.IDLE.has(word)).map(gk.stem));
  const extra = (predicate) => gk.words(predicate.label).slice(1).filter((word) => !gk.IDLE.has(word)).map(gk.stem);
  let rest = left;
  for (const token of tokens) {
    if (token.type !== "verb" || token.predicates.length < 2) continue;
    const hinted = token.predicates.filter((predicate) => extra(predicate).some((stem) => stems.has(stem)));
    if (hinted.length) rest = rest.filter((word) => !hinted.some((predicate) => extra(predicate).includes(gk.stem(word))));
    token.predicates = hinted.length ? hinted : [...token.predicates].sort((a, b) => model.verbsUsed.get(b.id) - model.verbsUsed.get(a.id)).slice(0, 3);
  }
  return rest;
};

/** Reads one token; `typed` are the words as they were typed: a short name such as a code counts in capitals only. */
gk.readToken = function (model, words, typed) {
  const phrase = words.join(" ");
  const period = gk.readPeriod(words);
  if (period) return { type: "period", ...period };
  const entity = gk.nameIndex(model).get(phrase);
  if (entity && (phrase.length > 3 || typed === typed.toUpperCase() || gk.fold(entity.label) === phrase)) return { type: "entity", entity };
  if (words.length === 1 && gk.IDLE.has(phrase)) return null;
  if (phrase === "disputed" || phrase === "contested") return { type: "disputed" };
  const status = model.statuses.findIndex((row) => row.label === phrase || row.id === phrase);
  if (status >= 0 && gk.usedFacets(model).status.has(status)) return { type: "status", at: status };
  const verbs = gk.verbIndex(model).get(words.map(gk.stem).join(" "));
  if (verbs && (words.length > 1 || phrase.length > 2)) return { type: "verb", predicates: verbs.filter((entry) => entry.rank === verbs[0].rank).map((entry) => entry.predicate) };
  const source = model.articles.find((article) => article.publisher && gk.fold(article.publisher) === phrase);
  return source ? { type: "source", name: source.publisher } : null;
};

/** Names before the verb are who, after it whom; after "by" who, after "according to" speakers, after "in" places. */
gk.giveRoles = function (tokens) {
  const verb = tokens.findIndex((token) => token.type === "verb");
  const isSpeaker = (token) => token.lead === "says";
  const isPlace = (token) => token.lead === "in" && token.entity.sort === "Place";
  const names = tokens.filter((token) => token.type === "entity" && !isSpeaker(token) && !isPlace(token));
  tokens.forEach((token, i) => {
    if (token.type === "period" && token.lead) {
      if (["since", "after"].includes(token.lead)) token.to = null;
      if (["until", "before"].includes(token.lead)) token.from = null;
    }
    if (token.type !== "entity") return;
    if (isSpeaker(token)) token.role = "speaker";
    else if (isPlace(token)) token.role = "place";
    else if (verb < 0) token.role = names.length === 2 ? (names[0] === token ? "who" : "whom") : "any";
    else if (token.lead === "by") token.role = "who";
    else token.role = i < verb ? "who" : "whom";
  });
  return tokens;
};

/** The change of state that a list of tokens asks for, on top of what is asked already. */
gk.askFor = function (store, tokens, afresh = false) {
  const { model } = store;
  const state = afresh ? gk.emptyState() : store.state;
  const keep = Object.fromEntries(Object.entries(state.keep).map(([facet, chosen]) => [facet, new Set(chosen)]));
  const change = { keep, select: null };
  const verbs = new Set();
  const statuses = new Set();
  for (const token of tokens) {
    if (token.type === "entity") keep[token.role || "any"].add(token.entity.id);
    if (token.type === "source") keep.source.add(token.name);
    if (token.type === "verb") (token.predicates || [token.predicate]).forEach((predicate) => verbs.add(predicate));
    if (token.type === "status") statuses.add(token.at);
    if (token.type === "disputed") Object.assign(change, { disputed: true, sort: "disputed" });
    if (token.type === "period") Object.assign(change, { from: token.from, to: token.to });
    if (token.type === "words") change.q = token.text;
  }
  const hide = { ...state.hide };
  if (verbs.size) {
    Object.assign(hide, { group: new Set(), predicate: new Set(model.predicates.filter((predicate) => !verbs.has(predicate)).map((predicate) => predicate.id)) });
    if ([...verbs].some((predicate) => predicate.static)) change.ties = true;
  }
  if (statuses.size) hide.status = new Set(model.statuses.map((_, at) => at).filter((at) => !statuses.has(at)));
  if (tokens.some((token) => token.type === "entity" && token.entity.phrase)) change.phrases = true;
  if (afresh) {
    const { publishers, from, to, dates, q, disputed } = state;
    return { publishers, from, to, dates, q, disputed, ...change, hide };
  }
  return { ...change, hide };
};

/** How many events a question finds; words are looked for last, since they cost most. */
gk.countAnswers = function (store, tokens) {
  const { model } = store;
  const state = { ...gk.emptyState(), ...gk.askFor(store, tokens, true) };
  if (state.disputed || state.publishers > 1) return gk.passEvents(model, state).passed.size;
  const tests = gk.makeTests(state).reverse();
  return model.events.reduce((sum, event) => sum + tests.every(([, test]) => test(event)), 0);
};

/** The tokens of a question with the words that mean nothing else as one more token. */
gk.tokensOf = ({ tokens, left = [] }) => (left.length ? [...tokens, { type: "words", text: left.join(" ") }] : tokens);

/** How much is lost with each part of a question. The day is lost first: most acts have no date in their text. */
gk.WORTH = { period: 1, words: 2, place: 2, source: 2, status: 2, disputed: 2, verb: 4, entity: 4 };

/** The question that leaves out as little as it can of another one and finds something; of several the one that finds most. */
gk.nearestQuestion = function (store, question) {
  const asked = gk.tokensOf(question);
  const worth = (tokens) => tokens.reduce((sum, token) => sum + gk.WORTH[token.type], 0);
  let open = [asked];
  while (open[0].length > 1) {
    open = open.flatMap((tokens) => tokens.map((_, i) => tokens.filter((__, at) => at !== i)));
    const known = new Map(open.map((tokens) => [tokens.map((token) => asked.indexOf(token)).join(" "), tokens]));
    const counted = [...known.values()].map((tokens) => ({ type: "question", tokens, left: [], number: gk.countAnswers(store, tokens) }));
    const answered = counted.filter(({ number }) => number).sort((a, b) => worth(b.tokens) - worth(a.tokens) || b.number - a.number);
    if (answered.length) return answered[0];
    open = [...known.values()];
  }
  return null;
};

/** The ready queries of `graphkit query` that find something on this page, by name. */
gk.readyQueries = (store) => gk.once(store.model, "ready", () => gk.namedQueries(store).filter(({ tokens }) => gk.countAnswers(store, tokens)));

/** The ready queries whose verbs and statuses this page has, each with the tokens that answer it. */
gk.namedQueries = function (store) {
  const { model } = store;
  const verb = (...ids) => ids.filter((id) => model.verbsUsed.has(id)).map((id) => ({ type: "verb", predicate: model.predicateById.get(id) }));
  const status = (id) => [...gk.usedFacets(model).status].filter((at) => model.statuses[at].id === id).map((at) => ({ type: "status", at }));
  return [
    ["What is disputed", [{ type: "disputed" }]],
    ["Who supplies arms to whom", verb("supplies_arms_to")],
    ["Who met whom", verb("meets", "speaks_with", "negotiates_with")],
    ["Agreements", verb("agrees_with")],
    ["Accusations and condemnations", verb("accuses", "condemns")],
    ["Visits", verb("visits", "hosts")],
    ["Use of force", verb("attacks", "coerces", "mobilizes_against")],
    ["Sanctions", verb("sanctions")],
    ["Mediators", verb("mediates")],
    ["What is planned", status("planned")],
    ["Offices", verb("holds_position")],
  ].filter(([, tokens]) => tokens.length).map(([title, tokens]) => ({ type: "query", title, tokens }));
};
