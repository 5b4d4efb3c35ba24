/* The panel beside the picture: the list of claims, or what was chosen: a claim, a pair, an actor, an article, a path. */

gk.ROWS_OF_PANEL = 40;

gk.makePanel = function (store) {
  const host = gk.$("panel-body");
  return (state, result, before) => {
    if (gk.isSame(before, state, "select", "sort")) return null;
    const inside = host.contains(document.activeElement);
    const again = before && gk.sameSelection(before.select, state.select);
    host.replaceChildren(...gk.panelView(store, state, result).flat(Infinity).filter(Boolean));
    gk.$("grip-label").textContent = state.select ? "Evidence" : gk.count(result.claims.size, "claim");
    return again || !(before || state.select) ? null : () => gk.settlePanel(host, inside);
  };
};

gk.sameSelection = (a, b) => JSON.stringify(a) === JSON.stringify(b);

/** Finds where the panel is to be scrolled to, and gives what scrolls it and sets the focus. */
gk.settlePanel = function (host, inside) {
  const on = host.querySelector(".on");
  const top = on ? Math.max(on.offsetTop - host.offsetTop - 60, 0) : 0;
  return () => {
    if (top || host.scrollTop) host.scrollTop = top;
    const head = inside && host.querySelector("h2");
    if (!head) return;
    head.tabIndex = -1;
    head.focus({ preventScroll: true });
  };
};

gk.panelView = function (store, state, result) {
  const { select } = state;
  const { model } = store;
  if (!select) return gk.listView(store, state, result);
  if (select.type === "actor") return gk.actorView(store, model.entityById.get(select.id), state, result);
  if (select.type === "article") return gk.articleView(store, model.articleById.get(select.id), select.at);
  if (select.type === "path") return gk.pathView(store, model.entityById.get(select.a), model.entityById.get(select.b), result);
  if (select.type === "pair") return gk.pairView(store, model.entityById.get(select.a), model.entityById.get(select.b), result);
  if (select.type === "event") {
    const event = gk.eventById(model, select.id);
    const claim = gk.claimsOf(model, state.unfold).of[event.at];
    return [gk.backButton(store), gk.claimCard(store, gk.sumFor(model, claim, [event]))];
  }
  const { sum, all, passing } = gk.sumOf(store, select);
  const rest = all - passing;
  return [
    gk.backButton(store),
    gk.claimCard(store, sum),
    !sum.events.length ? gk.h("p", { class: "empty" }, "No event says so.") : passing && rest ? gk.h("p", { class: "empty" }, `${gk.count(rest, "more event")} of this claim ${rest === 1 ? "does" : "do"} not pass the filters.`) : !passing ? gk.h("p", { class: "empty" }, "The filters hide this claim; it is shown because it was asked for.") : null,
    gk.button("everything between the two", () => store.select({ type: "pair", a: select.a, b: select.b }), { class: "more" }),
  ];
};

gk.backButton = (store) => gk.button("← all claims", () => store.select(null), { class: "back" });

gk.sortBox = function (store, state, orders) {
  const box = gk.h("select", { "aria-label": "Order of the claims" }, orders.map((key) => gk.h("option", { value: key, selected: key === state.sort }, gk.ORDERS[key].label)));
  box.onchange = () => store.set({ sort: box.value });
  return box;
};

/** All claims; without a choice of order the first is the most disputed one, with its sentences. */
gk.listView = function (store, state, result) {
  const sums = state.ties ? gk.rankedClaims(result) : gk.once(result, "acts", () => gk.rankedClaims(result).filter((sum) => !sum.claim.predicate.static));
  if (!store.model.events.length) return [gk.h("h2", {}, "Claims"), gk.h("p", { class: "empty" }, gk.whyEmpty(store.model))];
  if (!sums.length) return [gk.h("h2", {}, "Claims"), gk.h("p", { class: "empty" }, "Nothing passes the filters here. ", gk.button("Clear filters", () => gk.clearFilters(store), { class: "more" }))];
  const list = gk.sortClaims(sums, state.sort);
  const disputed = gk.disputedClaims(result);
  const lead = state.sort === "reported" && disputed.length ? disputed[0] : list[0];
  const orders = ["reported", "disputed", "newest", "oldest", "actor"];
  return [
    gk.h("div", { class: "panel-head" }, gk.h("h2", {}, gk.count(sums.length, "claim")), gk.sortBox(store, state, orders)),
    gk.claimCard(store, lead, { small: true, most: 3 }),
    gk.moreRows(list.filter((sum) => sum !== lead), (sum) => gk.claimRow(store, sum)),
  ];
};

/** Rows, a bounded number at a time. */
gk.moreRows = function (list, make) {
  const box = gk.h("div", { class: "rows" });
  let at = 0;
  const more = gk.button("", null, { class: "more wide" });
  const add = () => {
    const batch = list.slice(at, at + gk.ROWS_OF_PANEL).map(make);
    at += batch.length;
    more.before(...batch);
    more.hidden = at >= list.length;
    more.textContent = `Show ${Math.min(gk.ROWS_OF_PANEL, list.length - at)} more of ${gk.number(list.length - at)}`;
  };
  more.onclick = add;
  box.append(more);
  add();
  return box;
};

/** Everything between two actors, claim by claim, each with its own count of who says so and who denies it. */
gk.pairView = function (store, a, b, result) {
  const { model, state } = store;
  const standIn = (one) => (one === a || one === b ? one : gk.standIn(one, state.unfold));
  const groups = new Map();
  for (const event of result.passed) {
    let [x, y] = [standIn(event.agent), standIn(event.recipient)];
    if (!((x === a && y === b) || (x === b && y === a))) continue;
    if (event.predicate.symmetric) [x, y] = [a, b];
    const key = `${x.at} ${event.predicate.id} ${y.at}`;
    if (!groups.has(key)) groups.set(key, { claim: { key, agent: x, predicate: event.predicate, recipient: y }, events: [] });
    groups.get(key).events.push(event);
  }
  const sums = [...groups.values()].map(({ claim, events }) => gk.sumFor(model, claim, events)).sort((x, y) => x.claim.predicate.static - y.claim.predicate.static || gk.byStrength(x, y));
  const events = sums.flatMap((sum) => sum.events);
  const dated = events.filter((event) => event.date).length;
  return [
    gk.backButton(store),
    gk.h("h2", { class: "pair" }, gk.entityButton(store, a), gk.h("span", { "aria-label": "and" }, " – "), gk.entityButton(store, b)),
    gk.h("p", { class: "sub" }, `${gk.count(sums.length, "claim")} of ${gk.count(events.length, "event")}; ${dated} dated in the text, ${events.filter((event) => !event.date && event.reported).length} by the day of the report`),
    gk.spark(store, events),
    sums.length ? sums.slice(0, 60).map((sum) => gk.claimCard(store, sum, { small: true, most: 2 })) : gk.h("p", { class: "empty" }, "Nothing between the two passes the filters."),
  ];
};

gk.pathView = function (store, a, b, result) {
  const { model, state } = store;
  const path = gk.shortestPath(a, b, result.passed);
  const head = [gk.backButton(store), gk.h("h2", { class: "pair" }, gk.entityButton(store, a), gk.h("span", { "aria-label": "to" }, " → "), gk.entityButton(store, b))];
  if (!path) return [...head, gk.h("p", { class: "empty" }, "No chain of events that passes the filters connects the two.")];
  const claim = (event) => ({ key: event.id, agent: event.agent, predicate: event.predicate, recipient: event.recipient });
  return [
    ...head,
    gk.h("p", { class: "sub" }, `Shortest path, ${gk.count(path.steps.length, "step")}`),
    path.steps.map((events, i) => gk.h("section", { class: "step" },
      gk.h("h3", { class: "hop" }, gk.h("span", { class: "hop-number" }, i + 1), `${path.nodes[i].label} and ${path.nodes[i + 1].label}`),
      gk.some(gk.sortEvents(events, "reported"), 2, (event) => gk.claimCard(store, gk.sumFor(model, claim(event), [event]), { small: true, most: 2, unfold: state.unfold }), "event"))),
  ];
};
