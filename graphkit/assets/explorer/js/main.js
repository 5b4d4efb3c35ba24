/* Puts the page together. */

gk.readJson = (id) => JSON.parse(gk.$(id).textContent);

gk.graph = null;
gk.phone = window.matchMedia("(max-width: 760px)");

/** Tells whether the page holds borders. */
gk.hasMap = () => gk.once(gk, "mapped", () => gk.$("gk-world").textContent.trim() !== "null");

/** The view that is shown: the chosen one, else in brief on a phone, a matrix where lines are dense, or the graph. */
gk.viewOf = function (store) {
  const { state, model } = store;
  const chosen = state.view === "brief" && !gk.phone.matches ? null : state.view === "map" && !gk.hasMap() ? null : state.view;
  if (chosen) return chosen;
  if (state.select) return "graph";
  if (gk.phone.matches) return "brief";
  return gk.isDense(store) ? "matrix" : "graph";
};

/** So many actors a picture draws at most; whether it is a hairball depends on the lines among them. */
gk.CORE = 30;

/** Tells whether lines exceed four times the actors, among all or among the strongest, so that a graph would be a hairball. */
gk.isDense = (store) => gk.once(store.model, "dense", () => {
  const state = gk.emptyState();
  const { lines, strength } = gk.wholeLines({ ...store, state, result: store.pass(state) });
  const core = gk.chooseActors(strength, gk.CORE);
  const inside = lines.filter((line) => core.has(line.source) && core.has(line.target));
  return core.size > 12 && (inside.length > 4 * core.size || lines.length > 4 * strength.size);
});

/** How much of the picture's foot the sheet of a phone covers. */
gk.coveredBottom = function (box) {
  if (!gk.phone.matches) return 0;
  return Math.max(0, box.getBoundingClientRect().bottom - gk.sheetTop());
};

gk.sheetTop = () => window.innerHeight - { peek: 52, half: window.innerHeight * 0.52, full: window.innerHeight * 0.52 }[document.body.dataset.sheet || "peek"];

gk.setSheet = function (size) {
  if (document.body.dataset.sheet === size) return;
  document.body.dataset.sheet = size;
  gk.$("grip").setAttribute("aria-expanded", String(size !== "peek"));
  if (gk.graph && gk.phone.matches) gk.show([gk.graph.update], gk.store, gk.store.state);
};

/** Measures the title, and gives what sets one that is too long for one line in two. */
gk.fitTitle = function () {
  const title = gk.$("title");
  if (title.className) title.className = "";
  const isLong = title.scrollWidth > title.clientWidth || title.scrollHeight > title.clientHeight + 2;
  return () => {
    if (isLong) title.className = "long";
  };
};

gk.tellCounts = function (store, result) {
  const { model } = store;
  const whole = model.events.length;
  const shown = result.passed.size === whole ? "" : `${gk.number(result.passed.size)} of `;
  const scope = model.total.events > whole ? ` · a part of ${gk.count(model.total.events, "event")}` : "";
  const span = gk.showSpan(model.firstDay, model.lastDay);
  const parts = [gk.count(model.articles.length, "article"), gk.tellPublishers(model.voices), span, `${shown}${gk.count(whole, "event")}${scope}`].filter(Boolean);
  gk.$("counts").replaceChildren(...parts.flatMap((part, i) => [i ? " · " : "", gk.h("span", {}, part)]));
};

/** Shows the chosen view and hides the others. */
gk.showView = function (store) {
  const view = gk.viewOf(store);
  if (document.body.dataset.view !== view) document.body.dataset.view = view; // setting it anew restyles the page
  gk.$("side").setAttribute("role", view === "brief" ? "main" : "navigation");
  document.body.classList.toggle("chosen", store.state.select !== null);
  for (const name of gk.VIEWS) gk.$(`view-${name}`).setAttribute("aria-pressed", String(name === view));
  gk.$("picture").hidden = view !== "graph";
  for (const name of ["matrix", "map", "table"]) gk.$(name).hidden = view !== name;
};

/** A view that is made when it is first shown, and emptied when another is. */
gk.makeWhenShown = function (store, name, make) {
  let view = null;
  return (state, result, before) => {
    if (gk.viewOf(store) === name) {
      view = view || make(store);
      return view(state, result, before);
    }
    if (view) gk.$(name).replaceChildren();
    return null;
  };
};

/** Does some work, piece by piece, when the browser has drawn; between two pieces the page answers. Where it is not on the screen, soon all the same. */
gk.afterDrawing = function (pieces) {
  const left = [...pieces];
  let isBegun = false;
  const next = () => {
    isBegun = true;
    left.shift()();
    if (left.length) setTimeout(next);
  };
  const begin = () => isBegun || next();
  requestAnimationFrame(() => setTimeout(begin));
  setTimeout(begin, 300);
};

gk.start = function () {
  const model = gk.readModel(gk.readJson("gk-tables"));
  const store = gk.makeStore(model);
  gk.store = store;
  document.body.classList.toggle("nothing", !model.events.length);
  gk.applyTheme();
  gk.setSheet("peek");
  const graph = gk.makeGraph(store, gk.readJson("gk-nodes"));
  gk.graph = graph;
  const isBrief = gk.viewOf(store) === "brief";
  const first = [...(isBrief ? [gk.makeBrief(store)] : []), ...(model.story.length ? [gk.makeStory(store)] : [])];
  store.watch(() => gk.showView(store));
  store.watch((state, result) => gk.tellCounts(store, result));
  store.watch((state, result, before) => (before ? null : gk.fitTitle));
  for (const view of [gk.makeChips(store), ...first, gk.makeTimeline(store), gk.makeAskBox(store), gk.makeFacets(store), gk.pullSheet]) store.watch(view);
  store.watch((state, result, before) => (before ? null : gk.recallTheme));
  const planes = [graph.update, gk.makeWhenShown(store, "matrix", (own) => gk.makeMatrix(own)), gk.makeWhenShown(store, "map", (own) => gk.makeMap(own))];
  for (const view of [...planes, gk.makeWhenShown(store, "table", (own) => gk.makeTable(own))]) store.watch(view);
  gk.$("view-map").hidden = !gk.hasMap();
  store.start();
  gk.markDrawn();
  const bind = gk.bindWhenUsed(store, graph);
  const brief = isBrief ? [] : [() => store.join([gk.makeBrief(store)])];
  gk.afterDrawing([bind, ...brief, () => store.join([gk.makePanel(store)]), () => gk.settlePage(store, planes)]);
};

/** What a reader does first; no control answers before its script is read, so each of these reads it. */
gk.FIRST_USES = ["pointerdown", "pointermove", "keydown", "wheel", "focus", "click", "input", "change"];

/** Gives what makes every control answer, once; the first use of any does so, too, before it comes to the control. */
gk.bindWhenUsed = function (store, graph) {
  const bind = () => {
    for (const name of gk.FIRST_USES) window.removeEventListener(name, bind, true);
    gk.once(gk, "bound", () => gk.bindPage(store, graph) || true);
  };
  for (const name of gk.FIRST_USES) window.addEventListener(name, bind, { capture: true, passive: true });
  return bind;
};

/** Pulls a phone's sheet half up when something is chosen. */
gk.pullSheet = function (state, result, before) {
  if (gk.phone.matches && state.select && !(before && gk.sameSelection(before.select, state.select)) && document.body.dataset.sheet === "peek") gk.setSheet("half");
};

gk.start();
