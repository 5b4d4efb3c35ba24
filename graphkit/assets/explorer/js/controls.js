/* Controls that answer before the scripts behind them are read: ask box, tab of filters, share menu, help. */

gk.makeAskBox = function (store) {
  const input = gk.$("search");
  const list = gk.$("hits");
  const box = { store, input, list, hits: [], at: -1, timer: 0, width: 300 };
  gk.askBox = box;
  input.addEventListener("input", () => {
    clearTimeout(box.timer);
    box.timer = setTimeout(() => gk.showHits(box), 40);
  });
  input.addEventListener("keydown", (event) => gk.askKey(box, event));
  input.addEventListener("blur", () => setTimeout(() => document.activeElement !== input && gk.closeHits(box), 150));
  input.addEventListener("focus", () => gk.showHits(box));
  input.addEventListener("click", () => list.hidden && gk.showHits(box));
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  const tell = (state) => { input.placeholder = box.width < 250 ? "Ask" : gk.nextQuestion(state); };
  box.measure = () => {
    box.width = input.clientWidth;
    return () => tell(store.state);
  };
  return (state, result, before) => {
    tell(state);
    return before ? null : box.measure;
  };
};

/** What the box asks for next, where there is room for it, after what is asked already. */
gk.nextQuestion = function ({ keep, hide, from, to }) {
  const open = [keep.who.size || keep.any.size ? null : "who", hide.predicate.size ? null : "does what", keep.whom.size ? null : "to whom", from || to ? null : "when"].filter(Boolean);
  return open.length === 4 ? "Who does what to whom, when?" : open.length ? gk.capital(`${open.join(", ")}?`) : "Refine: source, place, words";
};

/** The facets are made when their tab is first opened, and kept up to date while it is open. */
gk.makeFacets = function (store) {
  let update = null;
  store.showFacets = () => {
    if (gk.$("facets").hidden) return;
    update = update || gk.buildFacets(store);
    update(store.state, { ...store.result, counts: gk.facetCounts(store) });
  };
  return store.showFacets;
};

gk.bindExports = function (store, graph) {
  const menu = gk.$("share-menu");
  const open = (on) => {
    menu.hidden = !on;
    gk.$("share").setAttribute("aria-expanded", String(on));
  };
  gk.$("share").onclick = () => {
    open(menu.hidden);
    if (!menu.hidden) menu.querySelector("button").focus();
  };
  document.addEventListener("pointerdown", (event) => !menu.hidden && !event.target.closest(".menu") && open(false));
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    open(false);
    gk.$("share").focus();
  });
  const act = (id, work) => gk.$(id).addEventListener("click", () => {
    open(false);
    gk.$("share").focus();
    work();
  });
  const blob = (parts, type) => new Blob(parts, { type });
  act("copy-link", () => gk.copyText(gk.linkTo(store, store.state.select), "Link copied"));
  act("save-csv", () => gk.save(blob(["\ufeff", gk.makeCsv(store.model, gk.sortEvents(gk.selectedEvents(store), store.state.sort))], "text/csv;charset=utf-8"), "events.csv"));
  act("save-json", () => gk.save(blob([gk.makeJson(store)], "application/json"), "view.json"));
  act("save-svg", () => gk.save(blob([gk.svgText(store, graph)], "image/svg+xml"), "graphkit.svg"));
  act("save-png", () => gk.savePng(store, graph, 2));
  act("save-png4", () => gk.savePng(store, graph, 4));
  act("print", () => window.print());
  window.addEventListener("beforeprint", () => gk.fillPaper(store, graph));
  window.addEventListener("afterprint", () => {
    gk.onPaper = null;
    gk.applyTheme();
    gk.$("paper").replaceChildren();
  });
};

gk.makeHelp = function (store) {
  const box = gk.$("help-box");
  gk.$("help").onclick = () => gk.openHelp(store);
  box.addEventListener("click", (event) => {
    if (event.target === box) box.close();
  });
};
