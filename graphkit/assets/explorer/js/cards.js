/* One event as a card: who did what to whom, how it is known, and the sentences behind it. */

gk.badge = (model, status) => gk.h("span", { class: `badge ${model.statuses[status].id}` }, model.statuses[status].label);

gk.entityButton = (store, entity) =>
  gk.h("button", { type: "button", class: "name", onclick: () => store.select({ type: "actor", id: entity.id }) }, entity.label);

/** A sentence with the words marked that say who, whom and what. */
gk.markedSentence = function (mention) {
  const names = ["who", "whom", "what"];
  return gk.cutMarks(mention.sentence.text.replace(/\s/g, " "), mention.marks).map(({ text, roles }) =>
    roles.length ? gk.h("mark", { class: roles.includes(2) ? "what" : names[roles[0]] }, text) : text);
};

/** Where a sentence stands: publisher, date, and the headline, which is the link if there is one. */
gk.sourceLine = function (mention) {
  const { article } = mention.sentence;
  const parts = [article.publisher, article.published && gk.showDate(article.published.slice(0, 10))].filter(Boolean);
  const headline = article.title || (parts.length ? "article" : article.id);
  const title = gk.link(article.url, headline) || gk.h("span", {}, headline);
  title.title = headline;
  return gk.h("p", { class: "source" }, parts.join(", "), parts.length ? " · " : null, title);
};

gk.sentenceBlock = function (model, event, mention, quiet) {
  const says = mention.speaker ? gk.h("p", { class: "says" }, "according to ", gk.h("b", {}, mention.speaker.label)) : null;
  const own = quiet || mention.status === event.status ? null : gk.badge(model, mention.status);
  return gk.h("div", { class: "said" }, gk.h("blockquote", {}, gk.markedSentence(mention)), says || own ? gk.h("div", { class: "how" }, own, says) : null, gk.sourceLine(mention));
};

gk.isAgainst = (model, mention) => ["denied", "negated"].includes(model.statuses[mention.status].id);

/** The sentences of an event; those for and against it apart where both exist. */
gk.sentencesOf = function (model, event, all) {
  const against = event.mentions.filter((mention) => gk.isAgainst(model, mention));
  const for_ = event.mentions.filter((mention) => !gk.isAgainst(model, mention));
  if (against.length && for_.length) {
    const side = (label, name, mentions) =>
      gk.h("div", { class: `side ${name}` }, gk.h("h4", {}, label, gk.h("span", {}, mentions.length)), gk.some(mentions, all ? 40 : 2, (mention) => gk.sentenceBlock(model, event, mention)));
    return gk.h("div", { class: "sides" }, side("Says so", "for", for_), side("Denies it", "against", against));
  }
  return gk.some(event.mentions, all ? 40 : 1, (mention) => gk.sentenceBlock(model, event, mention));
};

/** The first few of a list, and a button that shows the rest. */
gk.some = function (list, most, make) {
  const shown = list.slice(0, most).map(make);
  const rest = list.slice(most);
  if (!rest.length) return shown;
  const more = gk.h("button", { type: "button", class: "more" }, `${rest.length} more ${rest.length === 1 ? "sentence" : "sentences"}`);
  more.onclick = () => more.replaceWith(...rest.slice(0, 200).map(make));
  return [...shown, more];
};

gk.eventCard = function (store, event, options = {}) {
  const { model } = store;
  const group = model.groups[event.predicate.group];
  const facts = [gk.h("span", { class: "when" }, event.predicate.static && !event.date ? "standing tie" : gk.showWhen(event.date)), gk.badge(model, event.status)];
  if (event.publishers > 1) facts.push(gk.h("span", { class: "sources" }, `${event.publishers} sources`));
  facts.push(gk.h("span", { class: "sure", title: "How certain the reading is" }, `${Math.round(event.confidence * 100)} %`));
  const where = [event.place ? `in ${event.place.label}` : null, event.topic ? `on ${event.topic}` : null].filter(Boolean);
  const show = options.still ? null : gk.h("button", { type: "button", class: "show", onclick: () => gk.showEvent(store, event) }, "show");
  return gk.h("article", { class: `card ${options.on ? "on" : ""}`, style: `--tone: var(--edge-${group.id})`, "data-event": event.id },
    gk.h("h3", {}, gk.entityButton(store, event.agent), gk.h("span", { class: "verb" }, ` ${event.predicate.label} `), gk.entityButton(store, event.recipient)),
    gk.h("p", { class: "facts" }, facts, show),
    where.length ? gk.h("p", { class: "where" }, where.join(" · ")) : null,
    gk.sentencesOf(model, event, options.all));
};

gk.showEvent = function (store, event) {
  if (store.state.view === "table") store.set({ view: "graph" });
  store.select(event.agent === event.recipient ? { type: "event", id: event.id } : { type: "pair", a: event.agent.id, b: event.recipient.id, event: event.id });
};
