/* Puts the page together. */

gk.readJson = (id) => JSON.parse(gk.$(id).textContent);

gk.phone = window.matchMedia("(max-width: 760px)");

/** How much of the picture's foot the sheet of a phone covers. */
gk.coveredBottom = function () {
  if (!gk.phone.matches) return 0;
  return Math.max(0, gk.$("picture").getBoundingClientRect().bottom - gk.sheetTop());
};

gk.sheetTop = () => window.innerHeight - { peek: 58, half: window.innerHeight * 0.52, full: window.innerHeight * 0.9 }[document.body.dataset.sheet || "peek"];

gk.setSheet = function (size) {
  document.body.dataset.sheet = size;
  gk.$("grip").setAttribute("aria-expanded", String(size !== "peek"));
};

/** On a phone the panel is a sheet that is pulled up by its grip. */
gk.bindSheet = function () {
  const grip = gk.$("grip");
  const sizes = ["peek", "half", "full"];
  let start = null;
  gk.setSheet("peek");
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

gk.applyTheme = function (state) {
  const theme = gk.themeOf(state);
  document.documentElement.dataset.theme = theme;
  const other = theme === "dark" ? "light" : "dark";
  for (const name of ["aria-label", "title"]) gk.$("theme").setAttribute(name, `Use ${other} colours`);
};

gk.tellCounts = function (store, result) {
  const { model } = store;
  const seen = new Set();
  for (const event of result.passed) seen.add(event.agent).add(event.recipient);
  const of = (part, whole) => (part === whole ? whole.toLocaleString("en") : `${part.toLocaleString("en")} of ${whole.toLocaleString("en")}`);
  const scope = model.total.events > model.events.length ? ` · a part of ${gk.count(model.total.events, "event")}` : "";
  gk.$("counts").textContent = `${of(seen.size, model.actors)} actors · ${of(result.passed.size, model.events.length)} events · ${gk.count(model.articles.length, "article")}${scope}`;
};

gk.start = function () {
  const model = gk.readModel(gk.readJson("gk-tables"));
  const store = gk.makeStore(model);
  document.body.classList.toggle("nothing", !model.events.length);
  gk.store = store;
  gk.applyTheme(store.state);
  store.watch((state) => gk.applyTheme(state));
  store.watch((state, result) => gk.tellCounts(store, result));
  store.watch(gk.makeFacets(store));
  store.watch(gk.makeTimeline(store));
  store.watch(gk.makePanel(store));
  store.watch((state, result, before) => {
    if (gk.phone.matches && state.select && !(before && gk.sameSelection(before.select, state.select)) && document.body.dataset.sheet === "peek") gk.setSheet("half");
  });
  store.watch(gk.makeTable(store));
  const graph = gk.makeGraph(store, gk.readJson("gk-nodes"), gk.readJson("gk-edges"), gk.readJson("gk-options"));
  gk.graph = graph;
  store.watch(graph.update);
  store.watch(gk.makeSearch(store));
  gk.bindExports(store, graph);
  gk.bindKeys(store, graph);
  gk.bindSheet();
  gk.$("view-graph").onclick = () => store.set({ view: "graph" }, true);
  gk.$("view-table").onclick = () => store.set({ view: "table" }, true);
  gk.$("depth-1").onclick = () => store.set({ depth: 1 });
  gk.$("depth-2").onclick = () => store.set({ depth: 2 });
  gk.$("theme").onclick = () => store.set({ theme: gk.themeOf(store.state) === "dark" ? "light" : "dark" });
  gk.darkScheme.addEventListener("change", () => store.set({}));
  for (const [name, colours] of [["beforeprint", "light"], ["afterprint", null]]) {
    window.addEventListener(name, () => {
      gk.onPaper = colours;
      store.set({});
    });
  }
  store.start();
  if (store.state.view === "table") gk.markReady(graph);
  new ResizeObserver(() => gk.frame(graph, graph.lit ? graph.lit.entities : null, true)).observe(graph.box);
};

gk.start();
