/* The facets, which are the legend too: what a mark means, how many there are, and whether they are shown. */

gk.makeFacets = function (store) {
  const { model } = store;
  const host = gk.$("facets");
  const rows = [];
  const used = { group: new Set(), predicate: new Map(), status: new Set(), kind: new Set() };
  for (const event of model.events) {
    used.group.add(event.predicate.group);
    used.predicate.set(event.predicate.id, event.predicate);
    used.status.add(event.status);
    used.kind.add(event.agent.kind).add(event.recipient.kind);
  }
  const row = (facet, key, label, icon, note) => {
    const made = gk.facetRow(store, facet, key, label, icon, note);
    rows.push(made);
    return made.element;
  };
  const section = (title, facet, children) => {
    const all = gk.h("button", { type: "button", class: "all", onclick: () => gk.showAll(store, facet) }, "all");
    all.setAttribute("aria-label", `Show all of ${title}`);
    return gk.h("section", {}, gk.h("div", { class: "facet-head" }, gk.h("h2", {}, title), all), children);
  };
  const verbs = (at) => model.predicates.filter((predicate) => predicate.group === at && used.predicate.has(predicate.id));
  const groups = model.groups.map((group, at) => !used.group.has(at) ? null : [
    row("group", at, group.label, gk.lineIcon(null, `var(--edge-${group.id})`)),
    gk.h("details", {}, gk.h("summary", {}, gk.count(verbs(at).length, "verb")), verbs(at).map((predicate) => row("predicate", predicate.id, predicate.label, null, "verb"))),
  ]);
  const statuses = model.statuses.map((status, at) => !used.status.has(at) ? null : row("status", at, gk.capital(status.label), gk.lineIcon(gk.DASHES[status.id])));
  const kinds = model.kinds.map((kind, at) => !used.kind.has(at) ? null : row("kind", at, kind.label, gk.kindIcon(model, at)));
  const clear = gk.h("button", { type: "button", class: "clear", onclick: () => gk.clearFilters(store) }, "Clear all filters");
  host.replaceChildren(gk.h("div", { class: "facets-close" }, gk.h("button", { type: "button", onclick: () => gk.toggleFacets(false) }, "Done")),
    section("Relation", "group", groups), section("Status", "status", statuses), section("Kind", "kind", kinds), clear);
  gk.$("filters").onclick = () => gk.toggleFacets(!document.body.classList.contains("with-facets"));
  return (state, result) => {
    for (const { facet, key, input, count, element } of rows) {
      const number = result.counts[facet][key] || 0;
      input.checked = !state.hide[facet].has(key);
      count.textContent = number.toLocaleString("en");
      element.classList.toggle("none", number === 0);
    }
    clear.hidden = !gk.isFiltered(state);
  };
};

gk.capital = (text) => text.charAt(0).toUpperCase() + text.slice(1);

gk.facetRow = function (store, facet, key, label, icon, kind) {
  const input = gk.h("input", { type: "checkbox", checked: true });
  const count = gk.h("span", { class: "number" });
  input.onchange = () => {
    const hidden = new Set(store.state.hide[facet]);
    if (input.checked) hidden.delete(key);
    else hidden.add(key);
    store.set({ hide: { ...store.state.hide, [facet]: hidden } });
  };
  const only = gk.h("button", { type: "button", class: "only", "aria-label": `Only ${label}`, onclick: () => gk.showOnly(store, facet, key) }, "only");
  const element = gk.h("div", { class: `facet ${kind || ""}` }, gk.h("label", {}, input, icon, gk.h("span", { class: "what" }, label), count), only);
  return { facet, key, input, count, element };
};

gk.keysOf = (model, facet) => facet === "predicate" ? model.predicates.map((one) => one.id) : { group: model.groups, status: model.statuses, kind: model.kinds }[facet].map((_, at) => at);

gk.showOnly = function (store, facet, key) {
  const { model, state } = store;
  const others = gk.keysOf(model, facet).filter((other) => other !== key);
  const hide = { ...state.hide, [facet]: new Set(others) };
  if (facet === "predicate") hide.group = new Set();
  store.set({ hide });
};

gk.showAll = function (store, facet) {
  const hide = { ...store.state.hide, [facet]: new Set() };
  if (facet === "group") hide.predicate = new Set();
  store.set({ hide });
};

gk.isFiltered = (state) => Boolean(state.q || state.from || state.to || !state.undated || Object.values(state.hide).some((hidden) => hidden.size));

gk.clearFilters = function (store) {
  const { hide, from, to, undated, q } = gk.emptyState();
  gk.$("search").value = "";
  store.set({ hide, from, to, undated, q });
};

gk.toggleFacets = function (open) {
  document.body.classList.toggle("with-facets", open);
  gk.$("filters").setAttribute("aria-expanded", String(open));
  if (open) gk.$("facets").querySelector("button, input").focus();
  else gk.$("filters").focus();
};
