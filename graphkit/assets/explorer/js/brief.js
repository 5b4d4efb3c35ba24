/* In brief: what is disputed, what is most reported, what is new, which days were busy, who speaks; made from counts. */

gk.makeBrief = function (store) {
  const host = gk.$("brief");
  return (state, result, before) => {
    if (gk.isSame(before, state, "missing")) return;
    host.replaceChildren(...[gk.tellMissing(state, "phone"), ...gk.briefParts(store, result)].flat(Infinity).filter(Boolean));
  };
};

gk.briefParts = function (store, result) {
  const sums = gk.once(result, "outer", () => gk.rankedClaims(result).filter((sum) => !sum.claim.inner));
  if (!store.model.events.length) return [gk.h("p", { class: "lead" }, gk.whyEmpty(store.model))];
  if (!sums.length) return [gk.h("p", { class: "lead" }, "Nothing passes the filters."), gk.button("Clear all filters", () => gk.clearFilters(store), { class: "more" })];
  const disputed = gk.disputedClaims(result);
  const reported = gk.once(result, "reported", () => sums.filter((sum) => !sum.claim.predicate.static));
  const section = (title, more, children) => gk.h("section", {}, gk.h("h2", {}, title, more ? gk.h("span", { class: "number" }, more) : null), children);
  return [
    gk.h("p", { class: "lead" }, gk.leadSentence(store, disputed, reported)),
    disputed.length ? section("What is disputed", gk.viewLink(store, `all ${disputed.length}`, { sort: "disputed", disputed: true }, disputed.length > 5), disputed.slice(0, 5).map((sum) => gk.claimRow(store, sum))) : null,
    section("Most reported", null, reported.slice(0, 6).map((sum) => gk.claimRow(store, sum, false))),
    gk.newSection(store, result, section),
    gk.busySection(store, result, section),
    gk.speakerSection(store, result, section),
  ];
};

gk.viewLink = (store, label, change, shown = true) => (shown ? gk.button(label, () => store.set({ select: null, ...change }), { class: "more" }) : null);

/** The first sentence of the page: the most disputed claim with its counts, else the most reported. */
gk.leadSentence = function (store, disputed, reported) {
  const sum = disputed[0] || reported[0];
  if (!sum) return "There are only standing ties here.";
  const { claim } = sum;
  const link = gk.h("a", {
    class: "lead-link", href: `#${gk.writeHash({ ...store.state, select: gk.claimSelection(claim) }, store.model)}`, style: gk.tone(store.model, claim.predicate),
    onclick: (event) => { event.preventDefault(); store.select(gk.claimSelection(claim)); },
  }, gk.claimTitle(store.model, claim));
  if (!disputed.length) return [link, ` is the most reported claim: ${gk.tellPublishers(sum.voices)}, ${gk.count(sum.events.reduce((all, event) => all + event.mentions.length, 0), "sentence")}. Nothing here is both said and denied.`];
  const { says, alleges, plans, denies } = sum.sides;
  const parts = [says ? gk.count(says, "sentence says so", "sentences say so") : null, alleges ? `${alleges} allege${alleges === 1 ? "s" : ""} it` : null, plans ? `${plans} plan${plans === 1 ? "s" : ""} it` : null].filter(Boolean);
  return [link, ` is the most disputed claim: ${parts.join(", ")}, ${denies} den${denies === 1 ? "ies" : "y"} it, in the reports of ${gk.tellPublishers(sum.voices).replace(/^unknown/, "an unknown")}.`];
};

/** How many days at the end of the corpus count as new: a fortieth of its span, from one day to two weeks. */
gk.newDays = (model) => Math.max(1, Math.min(14, Math.round((gk.dayNumber(model.lastDay) - gk.dayNumber(model.firstDay)) / 40)));

gk.newSection = function (store, result, section) {
  const { model } = store;
  if (!model.lastDay || model.firstDay === model.lastDay) return null;
  const since = gk.dayText(gk.dayNumber(model.lastDay) - gk.newDays(model) + 1);
  const fresh = gk.once(result, "fresh", () => gk.once(result, "reported", () => []).filter((sum) => sum.events.every((event) => event.reported && event.reported >= since)));
  if (!fresh.length) return null;
  const days = gk.newDays(model);
  return section(days === 1 ? `New on ${gk.showDate(model.lastDay)}` : `New in the last ${days} days`, gk.viewLink(store, `all ${fresh.length}`, { from: since, to: model.lastDay, sort: "newest" }, fresh.length > 4), fresh.slice(0, 4).map((sum) => gk.claimRow(store, sum, false)));
};

gk.busySection = function (store, result, section) {
  const days = gk.once(result, "days", () => {
    const counts = new Map();
    for (const { predicate, date, when } of result.passed) if (when && !predicate.static && !(date && date.precision !== "day")) gk.tally(counts, when);
    return counts;
  });
  const best = [...days].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? 1 : -1)).slice(0, 4).filter(([, number]) => number > 1);
  if (!best.length) return null;
  return section("Busiest days", null, best.map(([day, number]) => gk.numberRow(gk.showDate(day), gk.count(number, "event"), number / best[0][1], () => store.set({ from: day, to: day, select: null }))));
};

gk.speakerSection = function (store, result, section) {
  const speakers = gk.once(result, "speakers", () => {
    const counts = new Map();
    for (const event of result.passed) if (event.speakers.length) for (const { speaker } of event.mentions) if (speaker) gk.tally(counts, gk.standIn(speaker, store.state.unfold));
    return counts;
  });
  const best = [...speakers].sort((a, b) => b[1] - a[1] || gk.compareText(a[0].label, b[0].label)).slice(0, 5);
  if (!best.length) return null;
  return section("Who speaks most", null, best.map(([entity, number]) => gk.numberRow(entity.label, gk.count(number, "sentence"), number / best[0][1], () => store.set({ keep: { ...store.state.keep, speaker: new Set([entity.id]) }, select: null }))));
};

gk.numberRow = (label, note, share, onclick) => gk.h("button", { type: "button", class: "number-row", onclick },
  gk.h("span", { class: "number-bar", "aria-hidden": "true" }, gk.h("i", { style: `width: ${Math.round(share * 100)}%` })), gk.h("span", { class: "what" }, label), " ", gk.h("span", { class: "number" }, note));

gk.whyEmpty = function (model) {
  const skipped = Object.entries(model.skipped);
  const why = skipped.length ? ` ${skipped.map(([code, number]) => `${number} skipped (${code})`).join(", ")}.` : "";
  return `No fact was found in ${model.articles.length ? "these articles" : "the articles"}: no sentence says who did what to whom among named actors.${why}`;
};
