/* The facets, which are the legend too: what a mark means, how many there are, and whether they are shown. */

gk.buildFacets = function (store) {
  const { model } = store;
  const host = gk.$("facets");
  const rows = [];
  const used = gk.usedFacets(model);
  const row = (facet, key, label, icon, note) => {
    const made = gk.facetRow(store, facet, key, label, icon, note);
    rows.push(made);
    return made.element;
  };
  const section = (title, facet, children) => {
    const all = gk.button("all", () => gk.showAll(store, facet), { class: "all", "aria-label": `Show all of ${title}` });
    return gk.h("section", {}, gk.h("div", { class: "facet-head" }, gk.h("h2", {}, title), all), children);
  };
  const verbs = (at) => model.predicates.filter((predicate) => predicate.group === at && used.predicate.has(predicate.id));
  const groups = model.groups.map((group, at) => !used.group.has(at) ? null : [
    row("group", at, group.label, gk.lineIcon(null, `var(--edge-${group.id})`)),
    gk.h("details", {}, gk.h("summary", {}, gk.count(verbs(at).length, "verb")), verbs(at).map((predicate) => row("predicate", predicate.id, predicate.label, null, "verb-row"))),
  ]);
  const statuses = model.statuses.map((status, at) => !used.status.has(at) ? null : row("status", at, gk.capital(status.label), gk.lineIcon(gk.DASHES[status.id])));
  const kinds = model.kinds.map((kind, at) => !used.kind.has(at) ? null : row("kind", at, kind.label, gk.kindIcon(model, at)));
  const disputed = gk.disputedBox(store);
  const lists = ["source", "speaker", "place"].map((facet) => gk.keepList(store, facet));
  const clear = gk.button("Clear all filters", () => gk.clearFilters(store), { class: "clear" });
  host.replaceChildren(section("Relation", "group", groups), section("Status", "status", [statuses, disputed.element]), section("Kind", "kind", kinds), gk.publisherBox(store), ...lists.map((list) => list.element), clear);
  return (state, result) => {
    for (const made of rows) gk.updateRow(store, made, state, result);
    for (const list of lists) list.update(state, result);
    disputed.update(state);
    host.querySelector("select").value = String(state.publishers);
    clear.hidden = !gk.isFiltered(state);
  };
};

/** Which groups, verbs, statuses and kinds the events have. */
gk.usedFacets = (model) => gk.once(model, "used", () => {
  const verbs = model.predicates.filter((predicate) => model.verbsUsed.has(predicate.id));
  const ends = model.entities.filter((entity) => entity.events.length);
  const statuses = new Array(model.statuses.length).fill(false);
  for (const event of model.events) statuses[event.status] = true;
  return {
    group: new Set(verbs.map((predicate) => predicate.group)), predicate: new Set(verbs.map((predicate) => predicate.id)),
    status: new Set(statuses.flatMap((isUsed, at) => (isUsed ? [at] : []))), kind: new Set(ends.map((entity) => entity.kind)),
  };
});

/** A group box shows a third state while some of its verbs are hidden. */
gk.updateRow = function (store, { facet, key, input, count, element }, state, result) {
  const number = result.counts[facet][key] || 0;
  const hidden = state.hide[facet].has(key);
  if (facet === "group") {
    const own = store.model.predicates.filter((predicate) => predicate.group === key && store.model.verbsUsed.has(predicate.id));
    const off = own.filter((predicate) => state.hide.predicate.has(predicate.id)).length;
    input.indeterminate = !hidden && off > 0 && off < own.length;
    input.checked = !hidden && off === 0;
  } else input.checked = !hidden && !(facet === "predicate" && state.hide.group.has(store.model.predicateById.get(key).group));
  count.textContent = gk.number(number);
  element.classList.toggle("none", number === 0);
};

gk.facetRow = function (store, facet, key, label, icon, kind) {
  const input = gk.h("input", { type: "checkbox", checked: true });
  const count = gk.h("span", { class: "number" });
  input.onchange = () => gk.toggleFacet(store, facet, key, input.checked);
  const only = gk.button("only", () => gk.showOnly(store, facet, key), { class: "only", "aria-label": `Only ${label}` });
  const element = gk.h("div", { class: `facet ${kind || ""}` }, gk.h("label", {}, input, icon, gk.h("span", { class: "what" }, label), count), only);
  return { facet, key, input, count, element };
};

/** Shows or hides one entry; a group takes its verbs along, a verb opens its hidden group for itself alone. */
gk.toggleFacet = function (store, facet, key, shown) {
  const { model, state } = store;
  const hide = Object.fromEntries(Object.entries(state.hide).map(([name, set]) => [name, new Set(set)]));
  if (shown) hide[facet].delete(key);
  else hide[facet].add(key);
  const siblings = (group) => model.predicates.filter((predicate) => predicate.group === group);
  if (facet === "group") siblings(key).forEach((predicate) => hide.predicate.delete(predicate.id));
  if (facet === "predicate") {
    const { group } = model.predicateById.get(key);
    if (shown && hide.group.delete(group)) siblings(group).forEach((predicate) => predicate.id !== key && hide.predicate.add(predicate.id));
  }
  store.set({ hide, ...gk.tiesFor(store, facet, shown ? [key] : []) });
};

/** Standing ties are shown when somebody asks for their group or verb. */
gk.tiesFor = function (store, facet, keys) {
  const isStatic = (key) => (facet === "predicate" ? store.model.predicateById.get(key).static : facet === "group" && store.model.predicates.some((predicate) => predicate.group === key && predicate.static));
  return keys.some(isStatic) ? { ties: true } : {};
};

gk.keysOf = (model, facet) => facet === "predicate" ? model.predicates.map((one) => one.id) : { group: model.groups, status: model.statuses, kind: model.kinds }[facet].map((_, at) => at);

gk.showOnly = function (store, facet, key) {
  const { model, state } = store;
  const hide = { ...state.hide, [facet]: new Set(gk.keysOf(model, facet).filter((other) => other !== key)) };
  if (facet === "predicate") hide.group = new Set();
  if (facet === "group") hide.predicate = new Set();
  store.set({ hide, ...gk.tiesFor(store, facet, [key]) });
};

gk.showAll = function (store, facet) {
  const hide = { ...store.state.hide, [facet]: new Set() };
  if (facet === "group") hide.predicate = new Set();
  store.set({ hide });
};

/** Leaves only claims that somebody asserts and somebody denies, whatever the status of each of their events. */
gk.disputedBox = function (store) {
  const input = gk.h("input", { type: "checkbox" });
  const count = gk.h("span", { class: "number" });
  input.onchange = () => store.set({ disputed: input.checked });
  const label = gk.h("label", {}, input, gk.lineIcon(gk.DASHES.disputed), gk.h("span", { class: "what" }, "Only disputed claims"), count);
  const element = gk.h("div", { class: "facet" }, label);
  const update = (state) => {
    const number = gk.disputedClaims(store.result).length;
    input.checked = state.disputed;
    count.textContent = gk.number(number);
    element.classList.toggle("none", number === 0);
  };
  return { element, update };
};

gk.publisherBox = function (store) {
  const box = gk.h("select", { "aria-label": "Number of publishers" }, [1, 2, 3, 5, 10].map((number) => gk.h("option", { value: number }, number === 1 ? "any number" : `${number} or more`)));
  box.onchange = () => store.set({ publishers: Number(box.value) });
  return gk.h("section", {}, gk.h("div", { class: "facet-head" }, gk.h("h2", {}, "Publishers of a claim"), box));
};

gk.KEPT = { who: "who", whom: "whom", any: "with", source: "source", speaker: "speaker", place: "place" };

/** A facet whose entries restrict: sources, speakers, places, most first. */
gk.keepList = function (store, facet) {
  const list = gk.h("div", {});
  const title = { source: "Source", speaker: "Speaker", place: "Place" }[facet];
  const element = gk.h("section", {}, gk.h("div", { class: "facet-head" }, gk.h("h2", {}, title)), list);
  let most = 6;
  const update = (state, result) => {
    const chosen = state.keep[facet];
    const entries = [...result.counts[facet]].map(([key, number]) => (facet === "source" ? { id: key, label: key, number } : { id: key.id, label: key.label, number }));
    for (const id of chosen) if (!entries.some((entry) => entry.id === id)) entries.push({ id, label: facet === "source" ? id : store.model.entityById.get(id).label, number: 0 });
    entries.sort((a, b) => chosen.has(b.id) - chosen.has(a.id) || b.number - a.number || gk.compareText(a.label, b.label));
    element.hidden = !entries.length;
    const rows = entries.slice(0, most).map((entry) => {
      const input = gk.h("input", { type: "checkbox" });
      input.checked = chosen.has(entry.id);
      input.onchange = () => gk.toggleKept(store, facet, entry.id);
      return gk.h("div", { class: "facet" }, gk.h("label", {}, input, gk.h("span", { class: "what", title: entry.label }, entry.label), gk.h("span", { class: "number" }, gk.number(entry.number))));
    });
    const more = entries.length > most ? gk.button(`${entries.length - most} more`, () => { most += 40; store.showFacets(); }, { class: "more" }) : null;
    list.replaceChildren(...[...rows, more].filter(Boolean));
  };
  return { element, update };
};

gk.toggleKept = function (store, facet, id) {
  const chosen = new Set(store.state.keep[facet]);
  if (!chosen.delete(id)) chosen.add(id);
  store.set({ keep: { ...store.state.keep, [facet]: chosen } });
};

/** Which verbs, with their number of events, speakers and places the events have; counted when it is first asked for. */
gk.partsUsed = (model) => gk.once(model, "parts", () => {
  const [verbs, speakers, places] = [new Map(), new Set(), new Set()];
  const numbers = new Map(model.predicates.map((predicate) => [predicate, 0]));
  for (const event of model.events) {
    numbers.set(event.predicate, numbers.get(event.predicate) + 1);
    for (let i = 0; i < event.speakers.length; i += 1) speakers.add(event.speakers[i]);
    if (event.place) places.add(event.place);
  }
  for (const [predicate, number] of numbers) if (number) verbs.set(predicate.id, number);
  return { verbs, speakers, places };
});
