/* Holds the state. Each change is a step that the Back button undoes, unless it is a passing one. */

gk.makeStore = function (model) {
  const views = [];
  const store = { state: gk.readHash(location.hash, model), result: null, model };
  const remember = gk.makeMemo(6);
  const refresh = (before) => {
    const same = before && [...gk.FILTERS, "select"].every((part) => before[part] === store.state[part]);
    if (!same) {
      const passed = remember(JSON.stringify(gk.filterKey(store.state)), () => gk.passEvents(model, store.state));
      store.result = gk.countSelection(model, store.state, passed);
    }
    for (const view of views) view(store.state, store.result, before);
  };
  store.watch = (view) => views.push(view);
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
