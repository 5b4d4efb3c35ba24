/* Holds the state. Each change is a step that the Back button undoes, unless it is a passing one. */

gk.makeStore = function (model) {
  const views = [];
  const store = { state: gk.readHash(location.hash, model), result: null, model };
  const remember = gk.makeMemo(6);
  const refresh = (before) => {
    if (!gk.isSame(before, store.state, "select")) store.result = store.pass(store.state);
    gk.show(views, store, before);
  };
  /** The result of a state; the last few are kept. */
  store.pass = (state) => gk.selectWithin(model, state, remember(JSON.stringify(gk.filterKey(state)), () => gk.passEvents(model, state)));
  store.watch = (view) => views.push(view);
  /** Adds views that come after the first drawing, and shows the present state in each. */
  store.join = (late) => {
    views.push(...late);
    gk.show(late, store, null);
  };
  store.start = () => refresh(null);
  store.refresh = () => refresh(store.state);
  /** Changes the state; a `passing` change (a drag, a playback) replaces the step before it. */
  store.set = (change, passing = false) => {
    const before = store.state;
    store.state = { ...before, missing: before.missing.length ? [] : before.missing, ...change };
    const hash = gk.writeHash(store.state, model);
    if (hash !== gk.writeHash(before, model)) gk.writeAddress(hash, !passing);
    refresh(before);
  };
  store.select = (select) => store.set({ select });
  const reread = () => {
    const before = store.state;
    store.state = gk.readHash(location.hash, model);
    refresh(before);
  };
  window.addEventListener("popstate", reread);
  return store;
};

/**
 * Shows the state in some views. A view may give a function that measures the page, and this one a function that draws
 * by what it measured: all measure before any draws, so that the page is laid out once.
 */
gk.show = function (views, { state, result }, before) {
  const measures = views.map((view) => view(state, result, before)).filter(Boolean);
  for (const draw of measures.map((measure) => measure())) if (draw) draw();
};
