/* The page of an actor: what it does and what is done to it, by verb; its offices, months, sources and words. */

gk.actorView = function (store, actor, state, result) {
  const { model } = store;
  const standIn = (one) => (one === actor ? one : gk.standIn(one, state.unfold));
  const does = new Map();
  const done = new Map();
  const events = [];
  for (const event of gk.eventsAround(actor, state.unfold)) {
    if (!result.passed.has(event)) continue;
    const [x, y] = [standIn(event.agent), standIn(event.recipient)];
    if (x !== actor && y !== actor) continue;
    events.push(event);
    if (x === y) continue;
    const outward = x === actor || event.predicate.symmetric;
    gk.addToVerb(outward ? does : done, event, x === actor ? y : x);
  }
  const publishers = gk.topCounts(events.flatMap((event) => event.sources));
  const spoken = gk.countSpoken(result.passed, (speaker) => standIn(speaker) === actor);
  const partners = new Set(events.flatMap((event) => [standIn(event.agent), standIn(event.recipient)])).size - 1;
  return [
    gk.backButton(store),
    gk.h("h2", { class: "actor" }, gk.kindIcon(model, actor.kind), actor.label),
    gk.h("p", { class: "sub" }, `${[actor.sort.toLowerCase(), gk.subtitle(actor)].filter(Boolean).join(", ")} · ${gk.count(events.length, "event")} · ${gk.count(Math.max(partners, 0), "partner")}`),
    gk.aboutActor(store, actor, spoken),
    gk.spark(store, events),
    gk.verbSection(store, actor, "Does", does, true),
    gk.verbSection(store, actor, "Is done to it", done, false),
    !events.length ? gk.h("p", { class: "empty" }, "Nothing about this actor passes the filters.") : null,
    publishers.length ? gk.h("section", { class: "verbs-of" }, gk.h("h3", {}, "Sources"), gk.h("div", { class: "chips" }, publishers.slice(0, 8).map(([name, number]) => gk.button([name, " ", gk.h("span", {}, number)], () => gk.toggleKept(store, "source", name), { class: "chip" })))) : null,
    gk.pathFinder(store, actor),
  ];
};

/** How many sentences of some events a speaker says. */
gk.countSpoken = function (events, isOwn) {
  let number = 0;
  for (const event of events) if (event.speakers.some(isOwn)) number += event.mentions.filter(({ speaker }) => speaker && isOwn(speaker)).length;
  return number;
};

gk.topCounts = function (list) {
  const counts = new Map();
  for (const item of list) gk.tally(counts, item);
  return [...counts].sort((a, b) => b[1] - a[1] || gk.compareText(a[0], b[0]));
};

gk.addToVerb = function (map, event, other) {
  if (!map.has(event.predicate)) map.set(event.predicate, { events: [], partners: new Map() });
  const row = map.get(event.predicate);
  row.events.push(event);
  if (!row.partners.has(other)) row.partners.set(other, []);
  row.partners.get(other).push(event);
};

/** One side of an actor: each verb with its count, and beneath it whom it concerns, each a way to the claim. */
gk.verbSection = function (store, actor, title, verbs, outward) {
  if (!verbs.size) return null;
  const rows = [...verbs].sort((a, b) => a[0].static - b[0].static || b[1].events.length - a[1].events.length || gk.compareText(a[0].label, b[0].label));
  const total = rows.reduce((sum, [, row]) => sum + row.events.length, 0);
  return gk.h("section", { class: "verbs-of" }, gk.h("h3", {}, title, " ", gk.h("span", { class: "number" }, total)), rows.map(([predicate, row], i) => gk.verbDetails(store, predicate, row, i < 4, (other) => (outward ? [actor, other] : [other, actor]))));
};

/** A verb of an actor; its partners are listed when it is opened. */
gk.verbDetails = function (store, predicate, row, open, endsOf) {
  const { model } = store;
  const chips = () => gk.h("div", { class: "chips" }, gk.some([...row.partners].sort((a, b) => b[1].length - a[1].length || gk.compareText(a[0].label, b[0].label)), 8, ([other, events]) => {
    const [a, b] = predicate.symmetric ? endsOf(other).sort((x, y) => x.at - y.at) : endsOf(other);
    return gk.button([gk.lineIcon(gk.DASHES[model.statuses[gk.mergedStatus(model, events)].id], `var(--edge-${model.groups[predicate.group].id})`), other.label, " ", gk.h("span", {}, events.length)],
      () => store.select({ type: "claim", a: a.id, verb: predicate.id, b: b.id }), { class: "chip", title: gk.tellStatuses(model, events) });
  }, "actor"));
  const details = gk.h("details", { class: "verb-of", style: gk.tone(model, predicate), open }, gk.h("summary", {}, gk.h("span", { class: "verb" }, predicate.label), " ", gk.h("span", { class: "number" }, row.events.length)), open ? chips() : null);
  if (!open) details.addEventListener("toggle", () => details.append(chips()), { once: true });
  return details;
};

gk.wikidata = function (entity) {
  const found = entity.external.filter(([scheme]) => scheme === "wikidata").map(([, id]) => id)[0];
  return found && /^Q\d+$/.test(found) ? gk.link(`https://www.wikidata.org/wiki/${found}`, `Wikidata ${found}`) : null;
};

gk.aboutActor = function (store, actor, spoken) {
  const facts = [];
  const ties = actor.events.filter((event) => event.agent === actor && event.predicate.static).sort((a, b) => (a.predicate.id < b.predicate.id ? -1 : 1));
  const told = [...new Map(ties.map((event) => [`${event.predicate.id} ${event.recipient.id}`, event])).values()];
  if (told.length) facts.push(["Ties", gk.h("ul", {}, told.slice(0, 6).map((event) => gk.h("li", {}, `${event.predicate.label} `, gk.entityButton(store, event.recipient))))]);
  const members = actor.events.filter((event) => event.recipient === actor && event.predicate.static).map((event) => event.agent);
  if (members.length) facts.push(["Acting for it", gk.h("ul", {}, gk.some([...new Set(members)], 6, (entity) => gk.h("li", {}, gk.entityButton(store, entity), gk.subtitle(entity) ? `, ${gk.subtitle(entity)}` : ""), "actor"))]);
  if (actor.fold) facts.push(["Folded into", gk.entityButton(store, actor.fold)]);
  if (actor.aliases.length) facts.push(["Also named", actor.aliases.slice(0, 12).join(", ")]);
  if (spoken) facts.push(["Speaks", gk.button(gk.count(spoken, "sentence"), () => gk.toggleKept(store, "speaker", actor.id), { class: "plain" })]);
  const link = gk.wikidata(actor);
  if (link) facts.push(["See also", link]);
  return facts.length ? gk.h("dl", { class: "about" }, facts.map(([term, value]) => [gk.h("dt", {}, term), gk.h("dd", {}, value)])) : null;
};

/** The months of some events, small: dark where the text gives the date, pale by the day of the report. */
gk.spark = function (store, events) {
  const axis = gk.makeAxis(events);
  if (!axis || axis.bins.length < 2) return null;
  const rows = gk.fillBins(axis, events);
  const most = Math.max(...rows.map((row) => row.text + row.report), 1);
  const [wide, high] = [340, 40];
  const step = wide / rows.length;
  const bars = rows.map((row, i) => [["text", 0, row.text], ["report", row.text, row.report]].map(([kind, under, number]) =>
    number ? gk.h("rect", { class: `bar-${kind}`, x: gk.n(i * step + 0.5), y: gk.n(high - ((under + number) / most) * (high - 2)), width: gk.n(Math.max(Math.min(step - 1, 24), 1)), height: gk.n((number / most) * (high - 2)) }) : null));
  const [first, last] = [axis.bins[0].name, axis.bins.at(-1).name];
  return gk.h("figure", { class: "spark" }, gk.h("svg", { viewBox: `0 0 ${wide} ${high}`, preserveAspectRatio: "none", role: "img", "aria-label": `Events over time, ${first} to ${last}, at most ${most}` }, bars), gk.h("figcaption", {}, gk.h("span", {}, first), gk.h("span", {}, `most ${most}`), gk.h("span", {}, last)));
};

gk.pathFinder = function (store, actor) {
  const { model } = store;
  const names = gk.h("datalist", { id: "everyone" });
  const offer = () => {
    const others = model.entities.filter((other) => other !== actor && other.events.length).sort((a, b) => b.events.length - a.events.length).slice(0, 400);
    names.replaceChildren(...others.map((other) => gk.h("option", { value: other.label })));
  };
  const input = gk.h("input", { type: "text", list: "everyone", id: "path-to", placeholder: "another actor", autocomplete: "off", onfocus: offer });
  const go = () => {
    const typed = gk.fold(input.value.trim());
    const end = typed && model.entities.find((other) => other !== actor && other.events.length && [other.label, ...other.aliases].some((name) => gk.fold(name) === typed));
    if (end) store.select({ type: "path", a: actor.id, b: end.id });
    else gk.say(typed ? "No actor of that name." : "");
  };
  return gk.h("form", { class: "path-form", onsubmit: (event) => { event.preventDefault(); go(); } },
    gk.h("label", { for: "path-to" }, "Shortest path to"), input, names, gk.h("button", { type: "submit" }, "Find"));
};
