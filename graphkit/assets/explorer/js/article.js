/* One article: its facts in the order of its text, each sentence with what it says. */

gk.articleView = function (store, article, at) {
  const sentences = gk.sentencesOf(store.model, article);
  const facts = sentences.reduce((sum, sentence) => sum + gk.eventsBySentence(store.model)[sentence.at].length, 0);
  const href = gk.safeUrl(article.url);
  return [
    gk.backButton(store),
    gk.h("h2", {}, article.title || article.id),
    gk.h("p", { class: "sub" }, [article.publisher, article.day && gk.showDate(article.day)].filter(Boolean).join(" · ")),
    gk.h("p", { class: "links" }, href ? gk.link(href, "open the article") : null, gk.button("copy link", () => gk.copyText(gk.linkTo(store, { type: "article", id: article.id }), "Link copied"))),
    gk.h("p", { class: "sub" }, `${gk.count(facts, "fact")} in ${gk.count(sentences.length, "sentence")}, in the order of the text`),
    sentences.map((sentence) => gk.articleSentence(store, sentence, sentence.at === at)),
  ];
};

gk.articleSentence = function (store, sentence, on) {
  const { model, state } = store;
  const mentions = gk.eventsBySentence(model)[sentence.at].map((event) => ({ event, mention: event.mentions.find((mention) => mention.sentence === sentence) }));
  const marks = mentions.flatMap(({ mention }) => mention.marks);
  const words = gk.markedSentence({ sentence, marks });
  const claims = gk.claimsOf(model, state.unfold).of;
  return gk.h("div", { class: `said ${on ? "on" : ""}` }, gk.h("blockquote", {}, words), gk.h("ul", { class: "facts" }, mentions.map(({ event, mention }) =>
    gk.h("li", { style: gk.tone(model, event.predicate) }, gk.button([event.agent.label, " ", gk.h("span", { class: "verb" }, event.predicate.label), " ", event.recipient.label], () => store.select(gk.claimSelection(claims[event.at])), { class: "plain fact" }), " ", gk.badge(model, mention.status),
      mention.speaker ? ` ${mention.speaker.label} says` : "", event.date ? ` · ${gk.showWhen(event.date)}` : ""))));
};
