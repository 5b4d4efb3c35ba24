/* The sentences and what is shown of the mentions: read when the first sentence is shown. */

/** The sentences, and what is shown of the mentions: read when the first sentence is shown. */
gk.textsOf = (model) => gk.once(model, "texts", () => gk.readJson("gk-texts"));

/** A mention, of its row and of the article, status and speaker that its event has at a place of its flat list. */
gk.readMention = function ([sentence, confidence, flat], said, place, model) {
  const marks = [];
  for (let i = 0; i + 2 < flat.length; i += 3) marks.push([flat[i], flat[i + 1], flat[i + 2]]);
  return { sentence: gk.sentenceOf(model, sentence), status: said[place + 1], confidence, marks, speaker: gk.speakerAt(model, said[place + 2]) };
};

gk.sentenceOf = function (model, at) {
  if (!model.sentences[at]) {
    const [article, text, start] = gk.textsOf(model).sentences[at];
    model.sentences[at] = { at, article: model.articles[article], text, start, folded: null };
  }
  return model.sentences[at];
};

/** The events of each sentence, by its position; the sentences that say nothing have none. */
gk.eventsBySentence = (model) => gk.once(model, "bySentence", () => {
  const { sentences, mentions } = gk.textsOf(model);
  const lists = sentences.map(() => []);
  for (const event of model.events) for (let i = 0; i < event.size; i += 1) lists[mentions[event.first + i][0]].push(event);
  return lists;
});

/** The sentences of an article that say something, in the order of its text. */
gk.sentencesOf = function (model, article) {
  const lists = gk.eventsBySentence(model);
  const own = gk.textsOf(model).sentences.flatMap(([of], at) => (of === article.at && lists[at].length ? [gk.sentenceOf(model, at)] : []));
  return own.sort((a, b) => a.start - b.start || a.at - b.at);
};
