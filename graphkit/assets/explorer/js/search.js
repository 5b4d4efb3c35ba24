/* Finding names, aliases, verbs and sentences while one types. */

/** Suggestions for what was typed, best first: entities, then verbs, then sentences. */
gk.findHits = function (model, text, limit = 12) {
  const words = gk.words(text);
  if (!words.length) return [];
  const hits = [...gk.findEntities(model, words).slice(0, 7), ...gk.findVerbs(model, words).slice(0, 3)];
  return [...hits, ...gk.findSentences(model, words, limit - hits.length)];
};

/** How well a name answers: 3 begins with the words, 2 each word begins a word of it, 1 holds them, 0 not. */
gk.scoreName = function (name, words) {
  const folded = gk.fold(name);
  const typed = words.join(" ");
  if (folded === typed) return 4;
  if (folded.startsWith(typed)) return 3;
  const parts = folded.split(/[^\p{L}\p{N}]+/u);
  if (words.every((word) => parts.some((part) => part.startsWith(word)))) return 2;
  return words.every((word) => folded.includes(word)) ? 1 : 0;
};

gk.findEntities = function (model, words) {
  const hits = [];
  for (const entity of model.entities) {
    if (!entity.events.length) continue;
    let score = gk.scoreName(entity.label, words) * 2;
    let alias = null;
    for (const name of entity.aliases) {
      const own = gk.scoreName(name, words) * 2 - 1;
      if (own > score) [score, alias] = [own, name];
    }
    if (score > 0) hits.push({ type: "entity", entity, alias, score });
  }
  return hits.sort((a, b) => b.score - a.score || b.entity.events.length - a.entity.events.length || a.entity.at - b.entity.at);
};

gk.findVerbs = function (model, words) {
  const used = new Map();
  for (const event of model.events) used.set(event.predicate, (used.get(event.predicate) || 0) + 1);
  return [...used]
    .map(([predicate, events]) => ({ type: "verb", predicate, events, score: gk.scoreName(predicate.label, words) }))
    .filter((hit) => hit.score > 0)
    .sort((a, b) => b.score - a.score || b.events - a.events);
};

gk.findSentences = function (model, words, limit) {
  const hits = [];
  const seen = new Set();
  for (const event of model.events) {
    if (hits.length >= limit) break;
    for (const mention of event.mentions) {
      const { sentence } = mention;
      if (seen.has(sentence)) continue;
      seen.add(sentence);
      if (sentence.folded === undefined) sentence.folded = gk.fold(sentence.text);
      if (!words.every((word) => sentence.folded.includes(word))) continue;
      hits.push({ type: "sentence", event, sentence });
      break;
    }
  }
  return hits;
};
