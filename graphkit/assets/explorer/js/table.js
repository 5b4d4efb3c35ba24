/* The events as a table: the picture's twin in text, sortable. */

gk.COLUMNS = [
  { title: "Date", sort: "newest", other: "oldest", make: (store, event) => gk.showWhen(event.date) },
  { title: "Actor", sort: "actor", make: (store, event) => gk.entityButton(store, event.agent) },
  { title: "Relation", sort: "verb", make: (store, event) => gk.h("button", { type: "button", class: "name verb", style: `--tone: var(--edge-${store.model.groups[event.predicate.group].id})`, onclick: () => gk.showEvent(store, event) }, event.predicate.label) },
  { title: "Target", sort: "target", make: (store, event) => gk.entityButton(store, event.recipient) },
  { title: "Status", sort: "status", make: (store, event) => gk.badge(store.model, event.status) },
  { title: "Sources", sort: "sources", number: true, make: (store, event) => event.publishers },
  { title: "Certain", sort: "confidence", number: true, make: (store, event) => `${Math.round(event.confidence * 100)} %` },
  { title: "Sentence", make: (store, event) => gk.h("span", { class: "clip" }, event.mentions.length ? event.mentions[0].sentence.text : "") },
];
gk.ROWS = 100;

gk.makeTable = function (store) {
  const host = gk.$("table");
  return (state, result) => {
    const open = state.view === "table";
    host.hidden = !open;
    gk.$("picture").hidden = open;
    gk.$("view-graph").setAttribute("aria-pressed", String(!open));
    gk.$("view-table").setAttribute("aria-pressed", String(open));
    if (!open) return host.replaceChildren();
    const sorted = host.contains(document.activeElement) ? document.activeElement.dataset.sort : null;
    const chosen = gk.tableEvents(store, state, result);
    host.replaceChildren(gk.tableOf(store, state, gk.sortEvents(chosen, state.sort)));
    const head = sorted && host.querySelector(`[data-sort="${sorted}"]`);
    if (head) head.focus();
    return undefined;
  };
};

/** The events of the table: those of the selection, else all that pass. */
gk.tableEvents = function (store, state, result) {
  const lit = gk.litBy(store.model, state, result.passed);
  return lit ? [...result.passed].filter((event) => lit.relations.has(event.relation.at)) : [...result.passed];
};

gk.tableOf = function (store, state, events) {
  const heads = gk.COLUMNS.map((column) => {
    if (!column.sort) return gk.h("th", { scope: "col" }, column.title);
    const on = state.sort === column.sort || state.sort === column.other;
    const falling = ["newest", "sources", "confidence"].includes(state.sort);
    const next = on && column.other && state.sort !== column.other ? column.other : column.sort;
    const sort = gk.h("button", { type: "button", "data-sort": column.sort, onclick: () => store.set({ sort: next }) }, column.title, gk.h("span", { "aria-hidden": "true" }, on ? (falling ? " ↓" : " ↑") : ""));
    return gk.h("th", { scope: "col", class: column.number ? "number" : null, "aria-sort": on ? (falling ? "descending" : "ascending") : null }, sort);
  });
  const body = gk.h("tbody", {});
  let at = 0;
  const more = gk.h("button", { type: "button", class: "more wide" });
  const add = () => {
    const batch = events.slice(at, at + gk.ROWS);
    body.append(...batch.map((event) => gk.h("tr", {}, gk.COLUMNS.map((column) => gk.h("td", { class: column.number ? "number" : null }, column.make(store, event))))));
    at += batch.length;
    more.hidden = at >= events.length;
    more.textContent = `Show ${Math.min(gk.ROWS, events.length - at)} more of ${(events.length - at).toLocaleString("en")}`;
  };
  more.onclick = add;
  add();
  const caption = gk.h("caption", {}, `${gk.count(events.length, "event")}, ${gk.ORDERS[state.sort].label}`);
  return gk.h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "Table of events" }, gk.h("table", {}, caption, gk.h("thead", {}, gk.h("tr", {}, heads)), body), more);
};
