/* The panel beside the picture: the list of events, or what was chosen: an actor, a pair, an event, a path. */

gk.CARDS = 60;

gk.makePanel = function (store) {
  const host = gk.$("panel-body");
  let shown = null;
  return (state, result, before) => {
    const inside = host.contains(document.activeElement);
    const again = before && gk.sameSelection(before.select, state.select);
    const view = gk.panelView(store, state, result);
    host.replaceChildren(...view.flat(Infinity).filter(Boolean));
    if (!again) gk.settlePanel(host, inside, shown);
    shown = state.select;
    gk.$("grip-label").textContent = state.select ? "Evidence" : gk.count(result.passed.size, "event");
  };
};

gk.sameSelection = (a, b) => JSON.stringify(a) === JSON.stringify(b);

gk.settlePanel = function (host, inside, shown) {
  const on = host.querySelector(".card.on");
  host.scrollTop = on ? Math.max(on.offsetTop - host.offsetTop - 140, 0) : 0;
  if (!inside) return;
  const head = host.querySelector("h2");
  if (head) {
    head.tabIndex = -1;
    head.focus({ preventScroll: true });
  }
};

gk.panelView = function (store, state, result) {
  const { select } = state;
  const { model } = store;
  if (!select) return gk.listView(store, state, result);
  if (select.type === "actor") return gk.actorView(store, model.entityById.get(select.id), state, result);
  if (select.type === "path") return gk.pathView(store, model.entityById.get(select.a), model.entityById.get(select.b), result);
  const event = model.eventById.get(select.event || select.id);
  if (select.type === "pair") return gk.pairView(store, model.entityById.get(select.a), model.entityById.get(select.b), event, result);
  return [gk.backButton(store), gk.h("h2", {}, "One event"), gk.eventCard(store, event, { on: true, all: true, still: true })];
};

gk.backButton = (store) => gk.h("button", { type: "button", class: "back", onclick: () => store.select(null) }, "← all events");

gk.chips = function (store, pairs, most) {
  if (!pairs.length) return null;
  return gk.h("div", { class: "chips" }, pairs.slice(0, most).map(([entity, number]) =>
    gk.h("button", { type: "button", class: "chip", onclick: () => store.select({ type: "actor", id: entity.id }) }, gk.kindIcon(store.model, entity.kind), entity.label, " ", gk.h("span", {}, number))));
};

gk.sortBox = function (store, state) {
  const box = gk.h("select", { "aria-label": "Order of the events" }, Object.entries(gk.ORDERS).map(([key, { label }]) => gk.h("option", { value: key, selected: key === state.sort }, label)));
  box.onchange = () => store.set({ sort: box.value });
  return box;
};

gk.listView = function (store, state, result) {
  const strength = new Map();
  for (const { agent, recipient } of result.passed) {
    strength.set(agent, (strength.get(agent) || 0) + 1);
    if (recipient !== agent) strength.set(recipient, (strength.get(recipient) || 0) + 1);
  }
  const top = [...strength].sort((a, b) => b[1] - a[1] || gk.compareText(a[0].label, b[0].label));
  const words = state.q ? gk.h("p", { class: "filter" }, "with the words ", gk.h("b", {}, `“${state.q}”`), " ", gk.h("button", { type: "button", onclick: () => gk.dropWords(store) }, "clear")) : null;
  return [
    gk.h("div", { class: "panel-head" }, gk.h("h2", {}, "Events"), gk.sortBox(store, state)),
    words,
    top.length ? gk.h("p", { class: "sub" }, "Most connected") : null,
    gk.chips(store, top, 7),
    gk.cards(store, gk.sortEvents(result.passed, state.sort)),
  ];
};

gk.dropWords = function (store) {
  gk.$("search").value = "";
  store.set({ q: "" });
};

/** Cards, a bounded number at a time. */
gk.cards = function (store, events, on) {
  if (!store.model.events.length) return gk.h("p", { class: "empty" }, "No event was found in these articles, so there is nothing to list.");
  if (!events.length) return gk.h("p", { class: "empty" }, "Nothing passes the filters here. ", gk.h("button", { type: "button", onclick: () => gk.clearFilters(store) }, "Clear filters"));
  const box = gk.h("div", { class: "cards" });
  let at = 0;
  const add = () => {
    const batch = events.slice(at, at + gk.CARDS).map((event) => gk.eventCard(store, event, { on: event === on, all: event === on, still: event === on }));
    at += batch.length;
    box.append(...batch);
    if (at < events.length) box.append(more);
    else more.remove();
    more.textContent = `Show ${Math.min(gk.CARDS, events.length - at)} more of ${(events.length - at).toLocaleString("en")}`;
  };
  const more = gk.h("button", { type: "button", class: "more wide", onclick: add });
  add();
  return box;
};

gk.STATIC_TIES = new Set(["holds_position", "represents", "member_of"]);

gk.wikidata = function (entity) {
  const found = entity.external.filter(([scheme]) => scheme === "wikidata").map(([, id]) => id)[0];
  return found && /^Q\d+$/.test(found) ? gk.link(`https://www.wikidata.org/wiki/${found}`, `Wikidata ${found}`) : null;
};

gk.actorView = function (store, entity, state, result) {
  const events = entity.events.filter((event) => result.passed.has(event));
  const offices = entity.events.filter((event) => event.agent === entity && gk.STATIC_TIES.has(event.predicate.id)).sort((a, b) => (a.predicate.id < b.predicate.id ? -1 : 1));
  const kind = entity.sort.toLowerCase();
  const facts = [];
  if (offices.length) facts.push(["Ties", gk.h("ul", {}, offices.slice(0, 6).map((event) => gk.h("li", {}, `${event.predicate.label} `, gk.entityButton(store, event.recipient))))]);
  if (entity.aliases.length) facts.push(["Also named", entity.aliases.slice(0, 12).join(", ")]);
  const link = gk.wikidata(entity);
  if (link) facts.push(["See also", link]);
  const dated = events.filter((event) => event.date);
  if (dated.length) facts.push(["Active", gk.activeSpan(dated)]);
  const partners = gk.partners(entity, result.passed);
  return [
    gk.backButton(store),
    gk.h("h2", { class: "actor" }, gk.kindIcon(store.model, entity.kind), entity.label),
    gk.h("p", { class: "sub" }, `${kind} · ${gk.count(events.length, "event")} · ${gk.count(partners.length, "partner")}`),
    facts.length ? gk.h("dl", { class: "about" }, facts.map(([term, value]) => [gk.h("dt", {}, term), gk.h("dd", {}, value)])) : null,
    gk.spark(store, dated),
    gk.chips(store, partners, 10),
    gk.pathFinder(store, entity),
    gk.cards(store, gk.sortEvents(events, state.sort)),
  ];
};

gk.activeSpan = function (events) {
  const dates = events.map((event) => event.date).sort((a, b) => (a.to < b.to ? -1 : a.to > b.to ? 1 : 0));
  const [first, last] = [gk.showWhen(dates[0]), gk.showWhen(dates.at(-1))];
  return first === last ? first : `${first} – ${last}`;
};

/** The timeline of one actor, small: a bar for each slot, coloured by group. */
gk.spark = function (store, events) {
  const slots = gk.makeSlots(events);
  if (slots.length < 2) return null;
  const rows = gk.fillSlots(slots, events, store.model.groups.length);
  const most = Math.max(...rows.map((row) => row.reduce((a, b) => a + b, 0)));
  const [wide, high] = [320, 34];
  const step = wide / slots.length;
  const bars = rows.map((row, i) => {
    let y = high;
    return row.map((number, group) => {
      if (!number) return null;
      const h = (number / most) * (high - 2);
      y -= h;
      return gk.h("rect", { x: i * step + 1, y, width: Math.max(Math.min(step - 2, 26), 1), height: h, style: `fill: var(--edge-${store.model.groups[group].id})` });
    });
  });
  return gk.h("svg", { class: "spark", viewBox: `0 0 ${wide} ${high}`, role: "img", "aria-label": `Events over time, ${slots[0].label} to ${slots.at(-1).label}` }, bars);
};

gk.pathFinder = function (store, entity) {
  const { model } = store;
  const others = [...model.entities].filter((other) => other !== entity && other.events.length).sort((a, b) => b.strength - a.strength).slice(0, 400);
  const input = gk.h("input", { type: "text", list: "everyone", id: "path-to", placeholder: "another actor", autocomplete: "off" });
  const go = () => {
    const typed = gk.fold(input.value.trim());
    const end = typed && model.entities.find((other) => other !== entity && other.events.length && [other.label, ...other.aliases].some((name) => gk.fold(name) === typed));
    if (end) store.select({ type: "path", a: entity.id, b: end.id });
    else gk.say(typed ? "No actor of that name." : "");
  };
  return gk.h("form", { class: "path-form", onsubmit: (event) => { event.preventDefault(); go(); } },
    gk.h("label", { for: "path-to" }, "Shortest path to"), input, gk.h("datalist", { id: "everyone" }, others.map((other) => gk.h("option", { value: other.label }))), gk.h("button", { type: "submit" }, "Find"));
};

/** Everything between two actors in order of time, claims and denials counted. */
gk.pairView = function (store, a, b, event, result) {
  const { model } = store;
  const events = gk.sortEvents(gk.between(a, b, result.passed), "oldest");
  if (!events.includes(event) && event) events.unshift(event);
  const said = events.flatMap((one) => one.mentions);
  const against = said.filter((mention) => gk.isAgainst(model, mention)).length;
  const claims = events.filter((one) => !one.predicate.static).length;
  const tally = against ? gk.h("p", { class: "tally" }, gk.h("b", {}, gk.count(said.length - against, "sentence says", "sentences say")), " so, ", gk.h("b", {}, gk.count(against, "denies", "deny")), " it") : null;
  return [
    gk.backButton(store),
    gk.h("h2", { class: "pair" }, gk.entityButton(store, a), gk.h("span", { "aria-label": "and" }, " – "), gk.entityButton(store, b)),
    gk.h("p", { class: "sub" }, `${gk.count(events.length, "event")} in order of time${claims < events.length ? `, ${gk.count(events.length - claims, "standing tie")}` : ""}`),
    tally,
    gk.cards(store, events, event),
  ];
};

gk.pathView = function (store, a, b, result) {
  const path = gk.shortestPath(a, b, result.passed);
  const head = [gk.backButton(store), gk.h("h2", { class: "pair" }, gk.entityButton(store, a), gk.h("span", { "aria-label": "to" }, " → "), gk.entityButton(store, b))];
  if (!path) return [...head, gk.h("p", { class: "empty" }, "No chain of events that passes the filters connects the two.")];
  return [
    ...head,
    gk.h("p", { class: "sub" }, `Shortest path, ${gk.count(path.steps.length, "step")}`),
    path.steps.map((events, i) => gk.h("section", { class: "step" },
      gk.h("h3", { class: "hop" }, gk.h("span", { class: "hop-number" }, i + 1), `${path.nodes[i].label} and ${path.nodes[i + 1].label}`),
      gk.some(gk.sortEvents(events, "newest"), 2, (event) => gk.eventCard(store, event)))),
  ];
};
