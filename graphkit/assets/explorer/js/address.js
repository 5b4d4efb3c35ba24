/* Writes a state as a link. */

/** Writes a state as a fragment; a state as it was at first gives "". */
gk.writeHash = function (state, model) {
  const words = new URLSearchParams();
  gk.writeSelection(words, state.select);
  if (state.depth === 2) words.set("depth", "2");
  const names = { group: model.groups, status: model.statuses, kind: model.kinds };
  for (const facet of ["group", "status", "kind"]) {
    const hidden = [...state.hide[facet]].sort((a, b) => a - b).map((at) => names[facet][at].id);
    if (hidden.length) words.set(`hide-${facet}`, hidden.join(" "));
  }
  if (state.hide.predicate.size) words.set("hide-verb", [...state.hide.predicate].sort().join(" "));
  for (const facet of gk.KEEPING) for (const key of [...state.keep[facet]].sort()) words.append(facet, key);
  if (state.publishers > 1) words.set("publishers", state.publishers);
  if (state.from) words.set("since", state.from);
  if (state.to) words.set("until", state.to);
  if (state.dates !== "both") words.set("dates", state.dates);
  if (state.q) words.set("q", state.q);
  if (state.view) words.set("view", state.view);
  for (const flag of gk.FLAGS) if (state[flag]) words.set(flag, "yes");
  if (state.all) words.set("draw", "more");
  if (state.sort !== "reported") words.set("sort", state.sort);
  if (state.story !== null) words.set("story", state.story + 1);
  return words.toString();
};

gk.writeSelection = function (words, select) {
  if (!select) return;
  if (select.type === "actor" || select.type === "event") words.set(select.type, select.id);
  if (select.type === "article") {
    words.set("article", select.id);
    if (select.at !== undefined) words.set("sentence", select.at);
  }
  const ends = { pair: "with", path: "to", claim: "to" };
  if (ends[select.type]) {
    words.set(select.type, select.a);
    if (select.type === "claim") words.set("verb", select.verb);
    words.set(ends[select.type], select.b);
  }
};

gk.clearFilters = function (store) {
  const { hide, keep, publishers, disputed, from, to, dates, q } = gk.emptyState();
  store.set({ hide, keep, publishers, disputed, from, to, dates, q });
};

/** Puts the state into the address; inside a notebook's frame there is no address to write to. */
gk.writeAddress = function (hash, push) {
  const address = location.href.split("#")[0] + (hash ? `#${hash}` : "");
  try {
    if (push) history.pushState(null, "", address);
    else history.replaceState(null, "", address);
  } catch {
    gk.framed = true;
  }
};
