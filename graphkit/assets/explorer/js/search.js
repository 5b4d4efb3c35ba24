/* Finding names, aliases, codes, verbs in any form, statuses, sources, days and sentences. */

/** How well a name answers: 4 is it, 3 begins with the words, 2 each word begins a word of it, 1 holds them, 0 not. */
gk.scoreName = function (name, words) {
  const folded = gk.fold(name);
  const typed = words.join(" ");
  if (folded === typed) return 4;
  if (folded.startsWith(typed)) return 3;
  const parts = folded.split(/[^\p{L}\p{N}]+/u);
  if (words.every((word) => parts.some((part) => part.startsWith(word)))) return 2;
  return typed.length > 2 && words.every((word) => folded.includes(word)) ? 1 : 0;
};

gk.findEntities = function (model, words) {
  const hits = [];
  for (const entity of model.entities) {
    if (!entity.events.length) continue;
    let score = gk.scoreName(entity.label, words) * 2;
    let alias = null;
    for (const name of [...entity.aliases, ...entity.names]) {
      const own = gk.scoreName(name, words) * 2 - 1;
      if (own > score) [score, alias] = [own, name];
    }
    if (score > 0) hits.push({ type: "entity", entity, alias, score });
  }
  return hits.sort((a, b) => b.score - a.score || b.entity.events.length - a.entity.events.length || a.entity.at - b.entity.at);
};

gk.IRREGULAR = {
  met: "meet", spoke: "speak", spoken: "speak", held: "hold", sent: "send", withdrew: "withdraw", withdrawn: "withdraw", gave: "give", given: "give", told: "tell", fought: "fight", struck: "strike", sold: "sell", sought: "seek",
  left: "leave", won: "win", said: "say", saw: "see", took: "take", bought: "buy", shot: "shoot", hit: "hit", came: "come", went: "go", flew: "fly", led: "lead", brought: "bring", made: "make",
};

/** The stem of a verb form: supplies, supplied and supplying give suppl. */
gk.stem = function (word) {
  const base = Object.hasOwn(gk.IRREGULAR, word) ? gk.IRREGULAR[word] : word;
  const cut = base.replace(/(ies|ied|ying|ings|ing|ed|es|s)$/, (end) => (base.length - end.length >= 3 || end === "s" ? "" : end)).replace(/(e|y|i)$/, "");
  return cut.length > 3 && cut.at(-1) === cut.at(-2) && !/[sl]$/.test(cut) ? cut.slice(0, -1) : cut;
};

/** Stems of the verbs by which each used predicate is found: those of its label first, then those of the lexicon. */
gk.verbIndex = function (model) {
  if (model.verbStems) return model.verbStems;
  const index = new Map();
  const add = (key, predicate, rank) => {
    if (!key) return;
    if (!index.has(key)) index.set(key, []);
    if (!index.get(key).some((entry) => entry.predicate === predicate)) index.get(key).push({ predicate, rank });
  };
  for (const predicate of model.predicates.filter((one) => model.verbsUsed.has(one.id))) {
    const words = gk.words(predicate.label);
    for (let n = words.length; n > 0; n -= 1) add(words.slice(0, n).map(gk.stem).join(" "), predicate, n === words.length ? 0 : 1);
    if (words.length > 2) add(words.slice(0, -1).map(gk.stem).join(" "), predicate, 0);
    for (const lemma of predicate.words || []) add(gk.words(lemma).map(gk.stem).join(" "), predicate, 2);
  }
  for (const entries of index.values()) entries.sort((a, b) => a.rank - b.rank);
  model.verbStems = index;
  return index;
};

/** The predicates that some words name as a verb, best first. */
gk.findVerbs = function (model, words) {
  const stems = words.map(gk.stem).join(" ");
  const hits = new Map();
  for (const { predicate, rank } of gk.verbIndex(model).get(stems) || []) hits.set(predicate, 9 - rank);
  for (const predicate of model.predicates) {
    if (!model.verbsUsed.has(predicate.id)) continue;
    const score = gk.scoreName(predicate.label, words);
    if (score && !hits.has(predicate)) hits.set(predicate, score);
  }
  if (stems.length > 3) for (const [key, entries] of gk.verbIndex(model)) if (key.startsWith(stems)) for (const { predicate, rank } of entries) if (!hits.has(predicate)) hits.set(predicate, 2 - rank);
  return [...hits].sort((a, b) => b[1] - a[1]).map(([predicate]) => ({ type: "verb", predicate }));
};

gk.STATUS_WORDS = { occurred: ["reported", "happened"], ongoing: ["going on"], disputed: ["contested"], planned: ["plans", "plan"], alleged: ["claimed", "allegedly"], possible: ["possibly"], denied: ["denies it"], negated: ["did not happen"] };

gk.findStatuses = function (model, words) {
  const used = gk.usedFacets(model).status;
  return model.statuses.map((status, at) => ({ type: "status", at, score: Math.max(...[status.label, status.id, ...gk.STATUS_WORDS[status.id]].map((name) => gk.scoreName(name, words))) }))
    .filter((hit) => hit.score > 1 && used.has(hit.at)).sort((a, b) => b.score - a.score);
};

gk.findSources = function (model, words) {
  const names = [...new Set(model.articles.map((article) => article.publisher).filter(Boolean))];
  return names.map((name) => ({ type: "source", name, score: gk.scoreName(name, words) })).filter((hit) => hit.score > 0).sort((a, b) => b.score - a.score || gk.compareText(a.name, b.name));
};

gk.findSentences = function (model, words, limit) {
  const hits = [];
  const said = gk.eventsBySentence(model);
  for (let at = 0; at < said.length && hits.length < limit; at += 1) {
    if (!said[at].length) continue;
    const sentence = gk.sentenceOf(model, at);
    const text = gk.foldedText(sentence);
    if (words.every((word) => text.includes(word))) hits.push({ type: "sentence", sentence });
  }
  return hits;
};

/** A period that some words name: 2023, 2023-10, October 2023, 9 November 2023. */
gk.readPeriod = function (words) {
  const text = words.join(" ");
  const month = (word) => gk.MONTHS.findIndex((name) => word.length > 2 && (word.startsWith(name.toLowerCase().slice(0, 3))) && /^(jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?|oct(ober)?|nov(ember)?|dec(ember)?)\.?$/.test(word)) + 1;
  if (/^(1[89]|20)\d\d$/.test(text)) return { from: `${text}-01-01`, to: `${text}-12-31` };
  if (/^\d{4}-\d\d$/.test(text)) return { from: `${text}-01`, to: gk.monthEnd(text) };
  if (gk.isDay(text)) return { from: text, to: text };
  const year = words.find((word) => /^(1[89]|20)\d\d$/.test(word));
  const named = words.find((word) => month(word));
  if (!year || !named || words.length > 3) return null;
  const key = `${year}-${gk.twoDigits(month(named))}`;
  if (words.length === 2) return { from: `${key}-01`, to: gk.monthEnd(key) };
  const day = words.find((word) => /^\d{1,2}$/.test(word));
  return day ? { from: `${key}-${gk.twoDigits(day)}`, to: `${key}-${gk.twoDigits(day)}` } : null;
};

/** How far apart two words are: letters to insert, drop, change or swap. */
gk.editDistance = function (a, b) {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1));
    row = next;
  }
  return row[b.length];
};

/** The nearest name, verb or source to words that found nothing. */
gk.nearestHit = function (model, words) {
  const typed = [words.join(" "), ...words.filter((word) => word.length > 3)].map((word) => word.slice(0, 40));
  let best = null;
  const weigh = (name, hit) => {
    const folded = gk.fold(name).slice(0, 60);
    const parts = [folded, ...folded.split(" ")].filter((part) => part.length > 2);
    const distance = Math.min(...parts.flatMap((part) => typed.map((word) => gk.editDistance(word, part) / Math.max(part.length, word.length))));
    if (!best || distance < best.distance) best = { distance, hit };
  };
  for (const entity of model.entities) if (entity.events.length) for (const name of [entity.label, ...entity.aliases]) weigh(name, { type: "entity", entity, alias: null });
  for (const predicate of model.predicates) if (model.verbsUsed.has(predicate.id)) weigh(predicate.label, { type: "verb", predicate });
  for (const name of new Set(model.articles.map((article) => article.publisher).filter(Boolean))) weigh(name, { type: "source", name });
  return best && best.hit;
};
