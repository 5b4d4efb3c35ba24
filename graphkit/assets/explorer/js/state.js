/* The one state that all views show, and its form in the address. */

gk.emptyState = () => ({
  select: null, // {type: "actor", id} · {type: "pair", a, b, event?} · {type: "event", id} · {type: "path", a, b}
  depth: 1,
  hide: { group: new Set(), predicate: new Set(), status: new Set(), kind: new Set() },
  from: null,
  to: null,
  undated: true,
  q: "",
  view: "graph",
  all: false,
  sort: "newest",
  theme: null,
});

/** Writes a state as a fragment; a state as it was at first gives "". */
gk.writeHash = function (state, model) {
  const words = new URLSearchParams();
  const { select } = state;
  if (select && select.type === "actor") words.set("actor", select.id);
  if (select && select.type === "event") words.set("event", select.id);
  if (select && select.type === "pair") {
    words.set("pair", select.a);
    words.set("with", select.b);
    if (select.event) words.set("event", select.event);
  }
  if (select && select.type === "path") {
    words.set("path", select.a);
    words.set("to", select.b);
  }
  if (state.depth === 2) words.set("depth", "2");
  const names = { group: model.groups, status: model.statuses, kind: model.kinds };
  for (const facet of ["group", "status", "kind"]) {
    const hidden = [...state.hide[facet]].sort((a, b) => a - b).map((at) => names[facet][at].id);
    if (hidden.length) words.set(`hide-${facet}`, hidden.join(" "));
  }
  if (state.hide.predicate.size) words.set("hide-verb", [...state.hide.predicate].sort().join(" "));
  if (state.from) words.set("since", state.from);
  if (state.to) words.set("until", state.to);
  if (!state.undated) words.set("undated", "no");
  if (state.q) words.set("q", state.q);
  if (state.view !== "graph") words.set("view", state.view);
  if (state.all) words.set("draw", "all");
  if (state.sort !== "newest") words.set("sort", state.sort);
  if (state.theme) words.set("theme", state.theme);
  return words.toString();
};

/** Reads a fragment; whatever it names that the page does not hold is left out. */
gk.readHash = function (hash, model) {
  const state = gk.emptyState();
  const words = new URLSearchParams(String(hash).replace(/^#/, "").slice(0, 4000));
  const known = (id) => (id !== null && model.entityById.has(id) ? id : null);
  const [actor, pair, other] = [known(words.get("actor")), known(words.get("pair")), known(words.get("with"))];
  const [path, end] = [known(words.get("path")), known(words.get("to"))];
  const event = model.eventById.has(words.get("event")) ? words.get("event") : null;
  if (actor) state.select = { type: "actor", id: actor };
  else if (pair && other) state.select = { type: "pair", a: pair, b: other, event };
  else if (path && end) state.select = { type: "path", a: path, b: end };
  else if (event) state.select = { type: "event", id: event };
  if (words.get("depth") === "2") state.depth = 2;
  const names = { group: model.groups, status: model.statuses, kind: model.kinds };
  for (const facet of ["group", "status", "kind"]) {
    for (const id of (words.get(`hide-${facet}`) || "").split(" ")) {
      const at = names[facet].findIndex((row) => row.id === id);
      if (at >= 0) state.hide[facet].add(at);
    }
  }
  const verbs = new Set(model.predicates.map((predicate) => predicate.id));
  for (const id of (words.get("hide-verb") || "").split(" ")) if (verbs.has(id)) state.hide.predicate.add(id);
  const day = (name) => (/^\d{4}-\d\d-\d\d$/.test(words.get(name) || "") ? words.get(name) : null);
  state.from = day("since");
  state.to = day("until");
  state.undated = words.get("undated") !== "no";
  state.q = (words.get("q") || "").slice(0, 200);
  if (words.get("view") === "table") state.view = "table";
  state.all = words.get("draw") === "all";
  if (Object.hasOwn(gk.ORDERS, words.get("sort") || "")) state.sort = words.get("sort");
  if (["light", "dark"].includes(words.get("theme"))) state.theme = words.get("theme");
  return state;
};

/** Holds the state. Views are told of each change; `push` makes a step that the Back button undoes. */
gk.makeStore = function (model) {
  const views = [];
  const store = { state: gk.readHash(location.hash, model), result: null, model };
  const refresh = (before) => {
    const same = before && ["hide", "from", "to", "undated", "q"].every((part) => before[part] === store.state[part]);
    if (!same) store.result = gk.filterEvents(model, store.state);
    for (const view of views) view(store.state, store.result, before);
  };
  store.watch = (view) => views.push(view);
  store.start = () => refresh(null);
  store.set = (change, push = false) => {
    const before = store.state;
    store.state = { ...before, ...change };
    const hash = gk.writeHash(store.state, model);
    if (hash !== gk.writeHash(before, model)) gk.writeAddress(hash, push);
    refresh(before);
  };
  store.select = (select) => store.set({ select }, true);
  window.addEventListener("popstate", () => {
    const before = store.state;
    store.state = gk.readHash(location.hash, model);
    refresh(before);
  });
  return store;
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
