/* The bar over the picture: how much is shown, what is folded and hidden, and each active filter as a chip. */

gk.makeChips = function (store) {
  const host = gk.$("chips");
  return (state, result) => {
    const chips = gk.filterChips(store);
    const shown = gk.shownActors(store);
    const toggle = (label, flag, title) => gk.button(label, () => store.set({ [flag]: !state[flag] }), { class: "toggle", "aria-pressed": String(state[flag]), title });
    const folded = gk.once(store.model, "folded", () => store.model.entities.some((entity) => entity.fold));
    host.replaceChildren(...[
      gk.tellMissing(state),
      gk.h("span", { class: "amount" }, gk.h("b", {}, gk.count(shown.size, "actor")), folded ? (state.unfold ? ", each on its own" : ", ministries and leaders folded into states") : ""),
      folded ? toggle(state.unfold ? "fold" : "unfold", "unfold", "Whether ministries, spokespersons and leaders are shown as their state") : null,
      state.ties || result.hidden.ties ? toggle(state.ties ? "hide ties" : `ties hidden (${gk.number(result.hidden.ties)})`, "ties", "Offices, representation and membership") : null,
      state.phrases || result.hidden.phrases ? toggle(state.phrases ? "hide phrases" : `phrases hidden (${gk.number(result.hidden.phrases)})`, "phrases", "Described groups and things without a name") : null,
      ...chips.map(({ label, drop }) => gk.h("span", { class: "filter-chip" }, gk.h("span", {}, label), gk.button("×", drop, { "aria-label": `Remove the filter ${label}` }))),
      chips.length ? gk.button("clear all", () => gk.clearFilters(store), { class: "more" }) : null,
    ].filter(Boolean));
    for (const mark of document.querySelectorAll(".mark")) {
      mark.hidden = !chips.length;
      mark.textContent = chips.length;
    }
  };
};

/** Says what a link names in vain; null where it names nothing in vain. */
gk.tellMissing = function ({ missing = [] }, kind) {
  if (!missing.length) return null;
  const rest = missing.length > 3 ? ` and ${missing.length - 3} more` : "";
  return gk.h("p", { class: `missing ${kind || ""}` }, `The link names ${missing.length === 1 ? "something" : "things"} that this page does not hold: ${missing.slice(0, 3).join(", ")}${rest}.`);
};

/** Each active filter: its words, and what removes it. */
gk.filterChips = function (store) {
  const { model, state } = store;
  const chips = [];
  const add = (label, change) => chips.push({ label, drop: () => store.set(change) });
  const hide = (facet) => ({ hide: { ...state.hide, [facet]: new Set() } });
  if (state.q) add(`“${state.q}”`, { q: "" });
  for (const facet of gk.KEEPING) {
    for (const id of state.keep[facet]) {
      const chosen = new Set(state.keep[facet]);
      chosen.delete(id);
      add(`${gk.KEPT[facet]}: ${facet === "source" ? id : model.entityById.get(id).label}`, { keep: { ...state.keep, [facet]: chosen } });
    }
  }
  const verbs = gk.shownVerbs(model, state);
  if (verbs) add(verbs, { hide: { ...state.hide, group: new Set(), predicate: new Set() } });
  for (const [facet, rows] of [["status", model.statuses], ["kind", model.kinds]]) {
    if (state.hide[facet].size) add(gk.shownOf(rows, state.hide[facet], gk.usedFacets(model)[facet], facet), hide(facet));
  }
  if (state.disputed) add("disputed claims", { disputed: false });
  if (state.publishers > 1) add(`${state.publishers} or more publishers`, { publishers: 1 });
  if (state.from || state.to) add(gk.tellPeriod(state), { from: null, to: null });
  if (state.dates !== "both") add(state.dates === "text" ? "dated in the text" : "dated by the report", { dates: "both" });
  return chips;
};

gk.tellPeriod = function ({ from, to }) {
  if (from && to && from === to) return gk.showDate(from);
  if (from && to && from.endsWith("-01-01") && to.endsWith("-12-31")) return from.slice(0, 4) === to.slice(0, 4) ? from.slice(0, 4) : `${from.slice(0, 4)} – ${to.slice(0, 4)}`;
  return from && to ? `${gk.showDate(from)} – ${gk.showDate(to)}` : from ? `since ${gk.showDate(from)}` : `until ${gk.showDate(to)}`;
};

/** "only planned" or "without denied", whichever is shorter. */
gk.shownOf = function (rows, hidden, used, facet) {
  const shown = [...used].filter((at) => !hidden.has(at));
  const names = (list) => list.map((at) => rows[at].label.toLowerCase()).join(", ");
  const out = [...used].filter((at) => hidden.has(at));
  return shown.length && shown.length <= out.length ? `${facet}: ${names(shown)}` : `without ${names(out)}`;
};

gk.shownVerbs = function (model, state) {
  if (!state.hide.group.size && !state.hide.predicate.size) return null;
  const used = model.predicates.filter((predicate) => model.verbsUsed.has(predicate.id));
  const shown = used.filter((predicate) => !state.hide.group.has(predicate.group) && !state.hide.predicate.has(predicate.id));
  const out = used.filter((predicate) => !shown.includes(predicate));
  const names = (list) => list.map((predicate) => predicate.label).join(", ");
  if (shown.length && shown.length <= 4) return names(shown);
  const groups = [...state.hide.group].map((at) => model.groups[at].label.toLowerCase());
  return `without ${[...groups, ...out.filter((predicate) => !state.hide.group.has(predicate.group)).map((predicate) => predicate.label)].slice(0, 5).join(", ")}`;
};
