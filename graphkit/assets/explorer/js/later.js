/* What is left when the first picture is drawn. */

gk.showTab = function (name) {
  for (const tab of ["brief", "filters"]) gk.$(`tab-${tab}`).setAttribute("aria-pressed", String(tab === name));
  gk.$("brief").hidden = name !== "brief";
  gk.$("facets").hidden = name !== "filters";
  gk.store.showFacets();
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

/** Tells whether a view was drawn at this size already. */
gk.isDrawnAt = function (host, width, height) {
  if (host.id !== "canvas") return !width || Number((host.querySelector("svg") || host).getAttribute("width")) === Math.round(width);
  const { scene } = gk.graph;
  return !width || (scene !== null && scene.width === Math.round(width) && scene.height === Math.round(height - gk.coveredBottom(host)));
};

/** Draws again what depends on the size of the window, as after a phone was turned. */
gk.watchSize = function (store, views) {
  let waiting = 0;
  const known = new Map();
  const isNew = ({ target, contentRect: { width, height } }) => {
    const size = `${Math.round(width)} ${Math.round(height)}`;
    const before = known.get(target);
    known.set(target, size);
    return before !== size && (before !== undefined || !gk.isDrawnAt(target, width, height));
  };
  const redraw = () => {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(() => {
      gk.showView(store);
      gk.show([() => gk.fitTitle, () => gk.askBox.measure, ...views], store, store.state);
    });
  };
  for (const id of ["canvas", "matrix", "map"]) new ResizeObserver((entries) => entries.filter(isNew).length && redraw()).observe(gk.$(id));
  gk.phone.addEventListener("change", () => {
    store.refresh();
    redraw();
  });
};

/** What is left when all is drawn: redrawing at other sizes, and indexes that later steps ask for. */
gk.settlePage = function (store, planes) {
  gk.watchSize(store, planes);
  document.documentElement.dataset.ready = "yes";
  gk.whenIdle([() => gk.compareText("a", "b"), () => gk.partsUsed(store.model), () => gk.usedFacets(store.model), () => gk.once(store.result, "allowed", () => gk.flagsOf(store.model, store.result.anytime)), () => gk.eventsBySentence(store.model), () => gk.verbIndex(store.model), () => gk.nameIndex(store.model)]);
};

/** Does some work, one piece after the other, while the browser has nothing else to do. */
gk.whenIdle = function (pieces) {
  const [first, ...rest] = pieces;
  if (!first) return;
  const work = () => {
    first();
    gk.whenIdle(rest);
  };
  if (window.requestIdleCallback) requestIdleCallback(work);
  else setTimeout(work, 200);
};
