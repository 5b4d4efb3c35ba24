/* Puts the page together. */

gk.readJson = (id) => JSON.parse(gk.$(id).textContent);

gk.phone = window.matchMedia("(max-width: 760px)");
gk.narrow = window.matchMedia("(max-width: 1100px)");

/** The view that is shown: the chosen one, else in brief on a phone, a matrix where lines are dense, or the graph. */
gk.viewOf = function (store) {
  const { state, model } = store;
  const chosen = state.view === "brief" && !gk.phone.matches ? null : state.view === "map" && !gk.world ? null : state.view;
  if (chosen) return chosen;
  if (state.select) return "graph";
  if (gk.phone.matches) return "brief";
  return model.dense ? "matrix" : "graph";
};

/** So many actors a picture draws at most; whether it is a hairball depends on the lines among them. */
gk.CORE = 30;

/** Tells whether lines exceed four times the actors, among all or among the strongest, so that a graph would be a hairball. */
gk.isDense = function (store) {
  const { model } = store;
  const lines = gk.makeLines(model, gk.filterEvents(model, gk.emptyState()).passed, (one) => gk.standIn(one, false), false);
  const core = gk.chooseActors(lines, gk.CORE);
  const inside = lines.filter((line) => core.has(line.source) && core.has(line.target));
  return core.size > 12 && (inside.length > 4 * core.size || lines.length > 4 * gk.strengths(lines).size);
};

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
  if (gk.graph && gk.phone.matches) gk.graph.update(gk.store.state);
};

/** On a phone the panel is a sheet that is pulled up by its grip. */
gk.bindSheet = function () {
  const grip = gk.$("grip");
  const sizes = ["peek", "half", "full"];
  let start = null;
  grip.addEventListener("click", () => {
    if (start === "moved") start = null;
    else gk.setSheet(document.body.dataset.sheet === "peek" ? "half" : "peek");
  });
  grip.addEventListener("pointerdown", (event) => {
    start = { y: event.clientY, size: document.body.dataset.sheet };
    grip.setPointerCapture(event.pointerId);
  });
  grip.addEventListener("pointerup", (event) => {
    if (!start || start === "moved") return;
    const pulled = start.y - event.clientY;
    if (Math.abs(pulled) < 24) start = null;
    else {
      gk.setSheet(sizes[Math.max(0, Math.min(2, sizes.indexOf(start.size) + (pulled > 0 ? 1 : -1)))]);
      start = "moved";
    }
  });
};

/** Sets a title that is too long for one line in two. */
gk.fitTitle = function () {
  const title = gk.$("title");
  title.classList.remove("long");
  title.classList.toggle("long", title.scrollWidth > title.clientWidth || title.scrollHeight > title.clientHeight + 2);
};

gk.tellCounts = function (store, result) {
  const { model } = store;
  const whole = model.events.length;
  const shown = result.passed.size === whole ? "" : `${result.passed.size.toLocaleString("en")} of `;
  const scope = model.total.events > whole ? ` · a part of ${gk.count(model.total.events, "event")}` : "";
  const span = gk.showSpan(model.firstDay, model.lastDay);
  gk.$("counts").textContent = `${gk.count(model.articles.length, "article")} · ${gk.count(model.voices, "publisher")}${span ? ` · ${span}` : ""} · ${shown}${gk.count(whole, "event")}${scope}`;
};

/** Shows the chosen view and hides the others. */
gk.showView = function (store) {
  const view = gk.viewOf(store);
  document.body.dataset.view = view;
  gk.$("side").setAttribute("role", view === "brief" ? "main" : "navigation");
  document.body.classList.toggle("chosen", store.state.select !== null);
  for (const name of gk.VIEWS) gk.$(`view-${name}`).setAttribute("aria-pressed", String(name === view));
  gk.$("picture").hidden = view !== "graph";
  for (const name of ["matrix", "map", "table"]) gk.$(name).hidden = view !== name;
};

gk.showTab = function (name) {
  for (const tab of ["brief", "filters"]) gk.$(`tab-${tab}`).setAttribute("aria-pressed", String(tab === name));
  gk.$("brief").hidden = name !== "brief";
  gk.$("facets").hidden = name !== "filters";
};

gk.toggleSide = function (open) {
  document.body.classList.toggle("with-side", open);
  gk.$("filters").setAttribute("aria-expanded", String(open));
  if (open) {
    gk.showTab("filters");
    gk.$("side-close").focus();
  } else {
    gk.showTab("brief");
    gk.$("filters").focus();
  }
};

gk.bindButtons = function (store) {
  for (const name of gk.VIEWS) gk.$(`view-${name}`).onclick = () => store.set({ view: name, select: name === "brief" ? null : store.state.select });
  gk.$("tab-brief").onclick = () => gk.showTab("brief");
  gk.$("tab-filters").onclick = () => gk.showTab("filters");
  gk.$("filters").onclick = () => gk.toggleSide(!document.body.classList.contains("with-side"));
  gk.$("side-close").onclick = () => gk.toggleSide(false);
  gk.$("depth-1").onclick = () => store.set({ depth: 1 });
  gk.$("depth-2").onclick = () => store.set({ depth: 2 });
  const retheme = () => {
    gk.applyTheme();
    store.refresh();
  };
  gk.$("theme").onclick = () => {
    gk.keepTheme(gk.theme() === "dark" ? "light" : "dark");
    retheme();
  };
  gk.darkScheme.addEventListener("change", retheme);
};

/** Draws again what depends on the size of the window, as after a phone was turned. */
gk.watchSize = function (store, views) {
  let waiting = 0;
  const redraw = () => {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(() => {
      gk.showView(store);
      gk.fitTitle();
      gk.$("search").placeholder = gk.placeholderOf(gk.$("search"), store.state);
      views.forEach((view) => view(store.state, store.result, store.state));
    });
  };
  for (const id of ["canvas", "matrix", "map"]) new ResizeObserver(redraw).observe(gk.$(id));
  gk.phone.addEventListener("change", () => {
    store.refresh();
    redraw();
  });
};

gk.start = function () {
  const model = gk.readModel(gk.readJson("gk-tables"));
  model.verbsUsed = new Map();
  for (const event of model.events) gk.tally(model.verbsUsed, event.predicate.id);
  model.speakers = new Set(model.events.flatMap((event) => event.mentions.map((mention) => mention.speaker)).filter(Boolean));
  model.places = new Set(model.events.map((event) => event.place).filter(Boolean));
  const store = gk.makeStore(model);
  gk.store = store;
  model.dense = gk.isDense(store);
  document.body.classList.toggle("nothing", !model.events.length);
  gk.applyTheme();
  gk.fitTitle();
  gk.setSheet("peek");
  const graph = gk.makeGraph(store, gk.readJson("gk-nodes"));
  const map = gk.makeMap(store);
  gk.graph = graph;
  const matrix = gk.makeMatrix(store);
  store.watch(() => gk.showView(store));
  store.watch((state, result) => gk.tellCounts(store, result));
  store.watch(gk.makeChips(store));
  store.watch(gk.makeBrief(store));
  store.watch(gk.makeFacets(store));
  store.watch(gk.makeStory(store));
  store.watch(gk.makeTimeline(store));
  store.watch(gk.makePanel(store));
  store.watch((state, result, before) => {
    if (gk.phone.matches && state.select && !(before && gk.sameSelection(before.select, state.select)) && document.body.dataset.sheet === "peek") gk.setSheet("half");
  });
  for (const view of [graph.update, matrix, map, gk.makeTable(store), gk.makeAskBox(store)]) store.watch(view);
  gk.bindExports(store, graph);
  gk.bindKeys(store, graph);
  gk.bindSheet();
  gk.bindButtons(store);
  gk.makeHelp(store);
  store.start();
  gk.markReady();
  gk.watchSize(store, [graph.update, matrix, map]);
};

gk.start();
