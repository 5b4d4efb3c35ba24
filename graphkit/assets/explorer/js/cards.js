/* A claim as a card: who says so, who denies it, sentence by sentence, with speaker, source and date. */

/** Cuts a sentence at its marks: [{text, roles}], in order, each character once. Offsets out of range are dropped. */
gk.cutMarks = function (text, marks) {
  const cuts = new Set([0, text.length]);
  const good = marks.filter(([from, to]) => from >= 0 && from < to && to <= text.length);
  for (const [from, to] of good) cuts.add(from).add(to);
  const at = [...cuts].sort((a, b) => a - b);
  const parts = [];
  for (let i = 0; i + 1 < at.length; i += 1) {
    const roles = good.filter(([from, to]) => from <= at[i] && to >= at[i + 1]).map((mark) => mark[2]);
    parts.push({ text: text.slice(at[i], at[i + 1]), roles });
  }
  return parts;
};

gk.ROLES = ["who", "whom", "what"];

/** A sentence with the words marked that say who, whom and what. */
gk.markedSentence = (mention) => gk.cutMarks(mention.sentence.text.replace(/\s/g, " "), mention.marks).map(({ text, roles }) =>
  roles.length ? gk.h("mark", { class: roles.includes(2) ? "what" : gk.ROLES[roles[0]] }, text) : text);

/** The address of an article, with a text fragment that makes a browser jump to the sentence. */
gk.sentenceUrl = function (sentence) {
  const href = gk.safeUrl(sentence.article.url);
  if (!href || href.includes("#")) return href;
  const words = sentence.text.trim().split(/\s+/);
  const part = (list) => encodeURIComponent(list.join(" ")).replace(/-/g, "%2D");
  return words.length > 12 ? `${href}#:~:text=${part(words.slice(0, 5))},${part(words.slice(-4))}` : `${href}#:~:text=${part(words)}`;
};

gk.entityButton = (store, entity) => gk.button(entity.label, () => store.select({ type: "actor", id: entity.id }), { class: "name" });

/** The names and verb of a claim, in one line. */
gk.claimTitle = (model, claim) => [gk.h("span", { class: "end" }, claim.agent.label), " ", gk.h("span", { class: "verb" }, claim.predicate.label), " ", gk.h("span", { class: "end" }, claim.recipient.label)];

/** How many sentences say so against how many deny it, as a bar. */
gk.sideBar = function ({ says, alleges, plans, denies, negates }) {
  const whole = says + alleges + plans + denies + negates || 1;
  const part = (name, number) => (number ? gk.h("i", { class: name, style: `width: ${(number / whole) * 100}%` }) : null);
  return gk.h("span", { class: "side-bar", "aria-hidden": "true" }, part("says", says), part("plans", plans), part("alleges", alleges), part("denies", denies), part("negates", negates));
};

gk.shortSpan = function (first, last) {
  if (!first) return "no date";
  const [a, b] = [first.slice(0, 7), last.slice(0, 7)];
  return a === b ? a : `${a} – ${b}`;
};

/** A claim in a list: a button that opens its card. */
gk.claimRow = function (store, sum, withBar = true) {
  const { claim } = sum;
  const facts = [gk.tellPublishers(sum.voices), gk.shortSpan(sum.first, sum.last)];
  return gk.h("button", { type: "button", class: "claim-row", style: gk.tone(store.model, claim.predicate), "data-claim": gk.claimKey(claim), onclick: () => store.select(gk.claimSelection(claim)) },
    gk.h("span", { class: "claim-title" }, gk.claimTitle(store.model, claim)),
    gk.h("span", { class: "claim-facts" }, withBar ? gk.sideBar(sum.sides) : null, withBar ? gk.h("span", {}, gk.tellSides(sum.sides)) : null, facts.map((fact) => gk.h("span", {}, fact))));
};

gk.COLUMNS_OF_CARD = [["says", "Says so"], ["alleges", "Alleges it"], ["plans", "Plans it"], ["denies", "Denies it"], ["negates", "Negated"]];
gk.COLUMN_NOTES = { negates: "The text says that it is not so, and nobody says the opposite of the same two; or others are meant, who are folded into these actors." };

/** The sentences of a claim by their side, as its counts have them. */
gk.sentencesBySide = function (model, sum) {
  const sides = { says: [], alleges: [], plans: [], denies: [], negates: [] };
  const unanswered = gk.unansweredDenials(sum.events);
  for (const event of gk.sortEvents(sum.events, "oldest")) {
    for (const mention of event.mentions) {
      const side = gk.sideOf(model, event, mention.status, mention.speaker !== null);
      sides[side === "denies" && unanswered.has(event) ? "negates" : side].push({ event, mention });
    }
  }
  return sides;
};

/** The card of a claim with all its sentences. */
gk.claimCard = function (store, sum, options = {}) {
  const { model } = store;
  const { claim } = sum;
  const sides = gk.sentencesBySide(model, sum);
  for (const list of Object.values(sides)) list.sort((a, b) => ((a.mention.sentence.article.day || "~") < (b.mention.sentence.article.day || "~") ? -1 : 1));
  const head = options.small ? "h3" : "h2";
  const names = [gk.entityButton(store, claim.agent), gk.h("span", { class: "verb" }, ` ${claim.predicate.label} `), gk.entityButton(store, claim.recipient)];
  return gk.h("article", { class: "card", style: gk.tone(model, claim.predicate), "data-claim": gk.claimKey(claim) },
    gk.h(head, { class: "claim" }, names),
    gk.h("p", { class: "sub" }, gk.claimFacts(store, sum)),
    gk.h("p", { class: "links" }, gk.button("copy citation", () => gk.copyText(gk.citeClaim(model, sum), "Citation copied")), gk.button("copy link", () => gk.copyText(gk.linkTo(store, gk.claimSelection(claim)), "Link copied")),
      options.small ? gk.button("open", () => store.select(gk.claimSelection(claim))) : null),
    gk.h("div", { class: "sides" }, gk.COLUMNS_OF_CARD.filter(([side]) => sides[side].length).map(([side, label]) =>
      gk.h("section", { class: `column ${side}` }, gk.h(options.small ? "h4" : "h3", { class: "side-name", title: gk.COLUMN_NOTES[side] }, label, " ", gk.h("span", { class: "number" }, sides[side].length)),
        gk.some(sides[side], options.most || 30, (said) => gk.sentenceBlock(store, claim, said))))));
};

gk.claimFacts = function (store, sum) {
  const dated = sum.events.filter((event) => event.date);
  const parts = [sum.events.length > 1 ? `${gk.count(sum.events.length, "event")} merged` : "1 event", gk.tellPublishers(sum.voices)];
  if (dated.length) parts.push(`dated in the text: ${gk.dateSpan(dated)}${dated.length < sum.events.length ? ` (${dated.length} of ${sum.events.length})` : ""}`);
  const told = gk.h("span", {}, parts.join(" · "));
  const days = sum.events.map((event) => event.reported).filter(Boolean).sort();
  if (!days.length) return told;
  const [a, b] = [gk.showDate(days[0]), gk.showDate(days.at(-1))];
  return [told, " · ", gk.h("span", { class: "reported" }, `reported ${a === b ? a : `${a} – ${b}`}`)];
};

/** From the first possible day of some events to the last, each as precise as its text. */
gk.dateSpan = function (events) {
  const dates = events.map((event) => event.date);
  const first = dates.reduce((a, b) => (b.from < a.from || (b.from === a.from && b.to < a.to) ? b : a));
  const last = dates.reduce((a, b) => (b.to > a.to || (b.to === a.to && b.from > a.from) ? b : a));
  if (first === last || gk.showWhen(first) === gk.showWhen(last)) return gk.showWhen(first);
  const edge = (date, day) => (["day", "month", "year"].includes(date.precision) ? gk.showWhen(date) : gk.showDate(day));
  const [a, b] = [edge(first, first.from), edge(last, last.to)];
  return a === b ? a : `${a} – ${b}`;
};

/** One sentence of a claim: the words, who says so, where, when, and the ways to the article. */
gk.sentenceBlock = function (store, claim, { event, mention }) {
  const { model } = store;
  const { article } = mention.sentence;
  const inner = [event.agent, event.recipient].filter((entity) => entity !== claim.agent && entity !== claim.recipient && !(claim.predicate.symmetric && entity.label === claim.agent.label));
  const who = mention.speaker ? [gk.entityButton(store, mention.speaker), article.publisher ? ", in " : ", "] : [];
  const publisher = article.publisher || (article.title ? `unknown publisher, ${article.id}` : "unknown publisher"); // without a headline the id stands in its place
  const when = event.date ? gk.h("span", {}, `dated ${gk.showWhen(event.date)}`) : null;
  const published = article.day ? gk.h("span", { class: "reported" }, `reported ${gk.showDate(article.day)}`) : null;
  const where = [event.place ? `in ${event.place.label}` : null, event.topic ? `on ${event.topic}` : null].filter(Boolean).join(", ");
  const line = (parts) => parts.filter(Boolean).flatMap((part, i) => (i ? [gk.h("span", { class: "dot" }, " · "), part] : [part]));
  return gk.h("div", { class: "said", "data-event": event.id },
    gk.h("blockquote", {}, gk.markedSentence(mention)),
    gk.h("p", { class: "source" }, line([gk.h("span", {}, who, publisher), when, published, gk.h("span", { title: "How certain the reading is" }, `${Math.round(mention.confidence * 100)} % sure`)]),
      inner.length || where ? gk.h("span", { class: "inner" }, " · ", [inner.map((entity) => entity.label + (gk.subtitle(entity) ? ` (${gk.subtitle(entity)})` : "")).join(", "), where].filter(Boolean).join(", ")) : null),
    gk.h("p", { class: "source" }, line([gk.articleLink(mention.sentence), gk.button("in the article", () => store.select({ type: "article", id: article.id, at: mention.sentence.at }), { class: "plain" }),
      gk.button("cite", () => gk.copyText(gk.cite(mention), "Citation copied"), { class: "plain" }), model.statuses[mention.status].id === "occurred" ? null : gk.badge(model, mention.status)])));
};

/** The headline, whole, as a link that jumps to the sentence where the article has an address. */
gk.articleLink = function (sentence) {
  const { article } = sentence;
  const headline = article.title || article.id;
  const href = gk.sentenceUrl(sentence);
  return href ? gk.h("a", { href, rel: "noopener noreferrer", target: "_blank" }, headline) : gk.h("span", {}, headline);
};

/** A sentence as a citation: words, speaker, headline, publisher, day, address. */
gk.cite = function (mention) {
  const { article } = mention.sentence;
  const headline = article.title ? `“${article.title}”` : article.publisher ? null : article.id;
  const source = [mention.speaker && `${mention.speaker.label}, in`, headline, article.publisher, article.day, gk.safeUrl(article.url)].filter(Boolean);
  return `“${mention.sentence.text.trim()}” (${source.join(", ").replace(", in,", ", in")})`;
};

gk.citeClaim = function (model, sum) {
  const { claim } = sum;
  const head = `${claim.agent.label} ${claim.predicate.label} ${claim.recipient.label}: ${gk.tellSides(sum.sides)}, ${gk.tellPublishers(sum.voices)}.`;
  const lines = sum.events.flatMap((event) => event.mentions.map((mention) => `- ${model.statuses[mention.status].label}: ${gk.cite(mention)}`));
  return [head, ...lines].join("\n");
};

/** The claim of a selection with the events that pass, or with all where none passes. */
gk.sumOf = function (store, select) {
  const { model, state, result } = store;
  const ends = [model.entityById.get(select.a), model.entityById.get(select.b)];
  const standIn = (one) => (ends.includes(one) ? one : gk.standIn(one, state.unfold));
  const predicate = model.predicateById.get(select.verb);
  const fits = (event) => {
    if (event.predicate !== predicate) return false;
    const [a, b] = [standIn(event.agent), standIn(event.recipient)];
    return (a === ends[0] && b === ends[1]) || (predicate.symmetric && a === ends[1] && b === ends[0]);
  };
  const all = gk.eventsAround(ends[0], state.unfold).filter(fits);
  const passing = all.filter((event) => result.passed.has(event));
  return { sum: gk.sumFor(model, { key: `${select.a} ${select.verb} ${select.b}`, agent: ends[0], predicate, recipient: ends[1] }, passing.length ? passing : all), all: all.length, passing: passing.length };
};

/** Sums up some events as one claim. */
gk.sumFor = function (model, claim, events) {
  const sum = gk.emptySum({ at: 0, ...claim });
  for (const event of events) gk.addToSum(model, sum, event);
  return gk.settleDenials(sum);
};

/** The date of an event at the precision that its text gives. */
gk.showWhen = function (date) {
  if (!date) return "undated";
  if (date.precision === "day") return gk.showDate(date.from);
  if (date.precision === "month") return gk.showDate(date.from.slice(0, 7));
  if (date.precision === "year") return date.from.slice(0, 4);
  if (date.from.slice(0, 7) === date.to.slice(0, 7)) return `${Number(date.from.slice(8))}–${gk.showDate(date.to)}`;
  return `${gk.showDate(date.from)} – ${gk.showDate(date.to)}`;
};

/** The other end of an event. */
gk.otherEnd = (event, entity) => (event.agent === entity ? event.recipient : event.agent);

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

/** "2 reported, 3 alleged, 2 disputed". */
gk.tellStatuses = function (model, events) {
  const counts = new Map();
  for (const event of events) gk.tally(counts, event.status);
  return [...counts].sort((a, b) => a[0] - b[0]).map(([status, number]) => `${number} ${model.statuses[status].label}`).join(", ");
};

gk.claimSelection = (claim) => ({ type: "claim", a: claim.agent.id, verb: claim.predicate.id, b: claim.recipient.id });

/** "7 say so, 2 allege it, 4 deny it, 1 negated": the sentences of a claim by their side. */
gk.tellSides = function (sides) {
  const parts = [];
  if (sides.says) parts.push(`${sides.says} say${sides.says === 1 ? "s" : ""} so`);
  if (sides.alleges) parts.push(`${sides.alleges} allege${sides.alleges === 1 ? "s" : ""} it`);
  if (sides.plans) parts.push(`${sides.plans} plan${sides.plans === 1 ? "s" : ""} it`);
  if (sides.denies) parts.push(`${sides.denies} den${sides.denies === 1 ? "ies" : "y"} it`);
  if (sides.negates) parts.push(`${sides.negates} negated`);
  return parts.join(", ");
};
