/* What the ask box and the tab of filters show before the scripts behind them are read. */

gk.makeAskBox = function (store) {
  const input = gk.$("search");
  const list = gk.$("hits");
  const box = { store, input, list, hits: [], at: -1, timer: 0, width: 300 };
  gk.askBox = box;
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
