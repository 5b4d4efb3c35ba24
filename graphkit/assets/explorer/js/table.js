/* The events as a table: the picture's twin in text, sortable. */

gk.COLUMNS = [
  { title: "Date", sort: "newest", other: "oldest", make: (store, event) => (event.date ? gk.showWhen(event.date) : event.reported ? gk.h("span", { class: "reported", title: "No date in the text; the day of the first report" }, gk.showDate(event.reported)) : "") },
  { title: "Actor", sort: "actor", make: (store, event) => gk.entityButton(store, event.agent) },
  { title: "Relation", sort: "verb", make: (store, event) => gk.button(event.predicate.label, () => store.set({ view: null, select: gk.claimSelection(gk.claimsOf(store.model, store.state.unfold).of[event.at]) }), { class: "name verb", style: gk.tone(store.model, event.predicate) }) },
  { title: "Target", sort: "target", make: (store, event) => gk.entityButton(store, event.recipient) },
  { title: "Status", sort: "status", make: (store, event) => gk.badge(store.model, event.status) },
  { title: "Publishers", sort: "reported", number: true, make: (store, event) => event.publishers },
  { title: "Certain", sort: "confidence", number: true, make: (store, event) => `${Math.round(event.confidence * 100)} %` },
  { title: "Sentence", wide: true, make: (store, event) => gk.h("span", { class: "clip" }, event.mentions.length ? event.mentions[0].sentence.text : "") },
];
gk.ROWS = 100;

gk.makeTable = function (store) {
  const host = gk.$("table");
  return (state) => {
    const sorted = host.contains(document.activeElement) ? document.activeElement.dataset.sort : null;
    host.replaceChildren(gk.tableOf(store, state, gk.sortEvents(gk.selectedEvents(store), state.sort)));
    const head = sorted && host.querySelector(`[data-sort="${sorted}"]`);
    if (head) head.focus();
    gk.markDrawn();
  };
};

gk.tableOf = function (store, state, events) {
  const heads = gk.COLUMNS.map((column) => {
    const kind = { scope: "col", class: column.number ? "number" : column.wide ? "wide" : null };
    if (!column.sort) return gk.h("th", kind, column.title);
    const on = state.sort === column.sort || state.sort === column.other;
    const falling = ["newest", "reported", "confidence"].includes(state.sort);
    const next = on && column.other && state.sort !== column.other ? column.other : column.sort;
    const sort = gk.button([column.title, gk.h("span", { "aria-hidden": "true" }, on ? (falling ? " ↓" : " ↑") : "")], () => store.set({ sort: next }), { "data-sort": column.sort });
    return gk.h("th", { ...kind, "aria-sort": on ? (falling ? "descending" : "ascending") : null }, sort);
  });
  const body = gk.h("tbody", {});
  let at = 0;
  const more = gk.button("", null, { class: "more wide" });
  const cell = (column, event) => gk.h("td", { class: column.number ? "number" : column.wide ? "wide" : null, "data-title": column.title }, column.make(store, event));
  const add = () => {
    const batch = events.slice(at, at + gk.ROWS);
    body.append(...batch.map((event) => gk.h("tr", {}, gk.COLUMNS.map((column) => cell(column, event)))));
    at += batch.length;
    more.hidden = at >= events.length;
    more.textContent = `Show ${Math.min(gk.ROWS, events.length - at)} more of ${gk.number(events.length - at)}`;
  };
  more.onclick = add;
  add();
  const caption = gk.h("caption", {}, `${gk.count(events.length, "event")}, ${gk.ORDERS[state.sort].label}; pale dates are days of reports`);
  return gk.h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "Table of events" }, gk.h("table", {}, caption, gk.h("thead", {}, gk.h("tr", {}, heads)), body), more);
};
