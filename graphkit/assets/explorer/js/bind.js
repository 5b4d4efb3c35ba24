/* Makes every control of the page answer. It runs when the first picture is drawn, or before the first press. */

gk.bindPage = function (store, graph) {
  gk.bindPointer(graph);
  if (gk.timeline) gk.bindTimeline(gk.timeline);
  gk.bindAskBox(gk.askBox);
  gk.bindExports(store, graph);
  gk.bindKeys(store, graph);
  gk.bindSheet();
  gk.bindButtons(store);
  gk.bindHelp(store);
};

gk.bindAskBox = function (box) {
  const { input, list } = box;
  input.addEventListener("input", () => {
    clearTimeout(box.timer);
    box.timer = setTimeout(() => gk.showHits(box), 40);
  });
  input.addEventListener("keydown", (event) => gk.askKey(box, event));
  input.addEventListener("blur", () => setTimeout(() => document.activeElement !== input && gk.closeHits(box), 150));
  input.addEventListener("focus", () => gk.showHits(box));
  input.addEventListener("click", () => list.hidden && gk.showHits(box));
  list.addEventListener("pointerdown", (event) => event.preventDefault());
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

gk.bindHelp = function (store) {
  const box = gk.$("help-box");
  gk.$("help").onclick = () => gk.openHelp(store);
  box.addEventListener("click", (event) => {
    if (event.target === box) box.close();
  });
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
