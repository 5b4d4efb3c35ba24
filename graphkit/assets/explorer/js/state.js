/* The one state that all views show, and its form in the address. */

gk.VIEWS = ["brief", "graph", "matrix", "map", "table"];
/** Switches, and facets whose entries restrict. */
gk.FLAGS = ["disputed", "unfold", "ties", "phrases"];
gk.KEEPING = ["who", "whom", "any", "source", "speaker", "place"];

gk.emptyState = () => ({
  select: null, // {type: "actor", id} · {type: "pair", a, b} · {type: "claim", a, verb, b} · {type: "event", id} · {type: "path", a, b} · {type: "article", id, at?}
  depth: 1,
  hide: { group: new Set(), predicate: new Set(), status: new Set(), kind: new Set() },
  keep: { who: new Set(), whom: new Set(), any: new Set(), source: new Set(), speaker: new Set(), place: new Set() },
  publishers: 1,
  disputed: false, // only claims that somebody asserts and somebody denies
  from: null,
  to: null,
  dates: "both", // "text": only days told in the text; "report": only days of reports
  q: "",
  view: null, // null: the page's own choice
  unfold: false,
  ties: false,
  phrases: false,
  all: false,
  sort: "reported",
  story: null,
});

/** Reads a fragment; what it names that the page does not hold is listed in `missing`. */
gk.readHash = function (hash, model) {
  const state = gk.emptyState();
  state.missing = [];
  const words = new URLSearchParams(String(hash).replace(/^#/, "").slice(0, 8000));
  state.select = gk.readSelection(words, model, state.missing);
  if (words.get("depth") === "2") state.depth = 2;
  const names = { group: model.groups, status: model.statuses, kind: model.kinds };
  for (const facet of ["group", "status", "kind"]) {
    for (const id of (words.get(`hide-${facet}`) || "").split(" ").filter(Boolean)) {
      const at = names[facet].findIndex((row) => row.id === id);
      if (at >= 0) state.hide[facet].add(at);
      else state.missing.push(id);
    }
  }
  for (const id of (words.get("hide-verb") || "").split(" ").filter(Boolean)) {
    if (model.predicateById.has(id)) state.hide.predicate.add(id);
    else state.missing.push(id);
  }
  gk.readKept(words, state, model);
  const number = Number(words.get("publishers"));
  if (Number.isInteger(number) && number > 1 && number < 1000) state.publishers = number;
  const day = (name) => (gk.isDay(words.get(name)) ? words.get(name) : null);
  [state.from, state.to] = [day("since"), day("until")];
  if (["text", "report"].includes(words.get("dates"))) state.dates = words.get("dates");
  state.q = (words.get("q") || "").slice(0, 200);
  if (gk.VIEWS.includes(words.get("view"))) state.view = words.get("view");
  for (const flag of gk.FLAGS) state[flag] = words.get(flag) === "yes";
  state.all = words.get("draw") === "more";
  if (words.has("sort") && Object.hasOwn(gk.ORDERS, words.get("sort"))) state.sort = words.get("sort");
  const step = Number(words.get("story"));
  if (Number.isInteger(step) && step >= 1 && step <= model.story.length) state.story = step - 1;
  return state;
};

gk.readKept = function (words, state, model) {
  const publishers = new Set(model.articles.map((article) => article.publisher).filter(Boolean));
  for (const facet of gk.KEEPING) {
    for (const key of words.getAll(facet).slice(0, 50)) {
      const known = facet === "source" ? publishers.has(key) : model.entityById.has(key);
      if (known) state.keep[facet].add(key);
      else state.missing.push(key);
    }
  }
};

gk.readSelection = function (words, model, missing) {
  const entity = (name) => {
    const id = words.get(name);
    if (id === null || model.entityById.has(id)) return id;
    missing.push(id);
    return null;
  };
  const actor = entity("actor");
  if (actor) return { type: "actor", id: actor };
  for (const [type, end] of [["pair", "with"], ["path", "to"], ["claim", "to"]]) {
    if (!words.has(type)) continue;
    const [a, b] = [entity(type), entity(end)];
    const verb = words.get("verb");
    if (type === "claim" && !model.predicateById.has(verb)) missing.push(verb || "a claim without a verb");
    if (!a || !b || (type === "claim" && !model.predicateById.has(verb))) return null;
    return type === "claim" ? { type, a, verb, b } : { type, a, b };
  }
  if (words.has("article")) {
    const id = words.get("article");
    const at = words.has("sentence") ? Number(words.get("sentence")) : undefined;
    if (model.articleById.has(id)) return Number.isInteger(at) ? { type: "article", id, at } : { type: "article", id };
    missing.push(id);
  }
  if (words.has("event")) {
    if (gk.eventById(model, words.get("event"))) return { type: "event", id: words.get("event") };
    missing.push(words.get("event"));
  }
  return null;
};

/** The parts of a state that are filters. */
gk.FILTERS = ["hide", "keep", "publishers", "disputed", "from", "to", "dates", "q", "unfold", "ties", "phrases"];

/** Tells whether some parts of the state, and all filters, are what they were. */
gk.isSame = (before, state, ...parts) => Boolean(before) && [...gk.FILTERS, ...parts].every((part) => before[part] === state[part]);

/** Tells whether anything is filtered beyond the page's own choice. */
gk.isFiltered = (state) =>
  Boolean(state.q || state.from || state.to || state.publishers > 1 || state.disputed || state.dates !== "both") ||
  [...Object.values(state.hide), ...Object.values(state.keep)].some((chosen) => chosen.size);
