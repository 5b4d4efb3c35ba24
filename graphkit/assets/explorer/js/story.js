/* The story: numbered views with a sentence each; keys and buttons walk through them. */

gk.makeStory = function (store) {
  const host = gk.$("story");
  const views = store.model.story;
  host.hidden = false;
  return (state) => {
    gk.placeStory(host);
    const at = state.story;
    const go = (step) => () => gk.goStory(store, step);
    const parts = at === null
      ? [gk.h("p", {}, `This page tells a story in ${gk.count(views.length, "view")}.`), gk.button("Begin", go(0), { class: "solid" })]
      : [gk.h("p", {}, gk.h("b", { class: "step-number" }, `${at + 1} / ${views.length}`), " ", views[at].text),
        gk.h("span", { class: "steps" }, gk.button("‹ Back", go(at - 1), { disabled: at === 0 }), gk.button("Next ›", go(at + 1), { disabled: at === views.length - 1 }), gk.button("Leave", () => store.set({ story: null })))];
    host.replaceChildren(...parts);
  };
};

/** Stands over the timeline; on a phone in the head, where neither the sheet nor the brief covers it. */
gk.placeStory = function (host) {
  if (gk.phone.matches && host.parentElement.id !== "head") gk.$("head").append(host);
  if (!gk.phone.matches && host.parentElement.id !== "stage") gk.$("timeline").before(host);
};

/** Goes to a view of the story: its state, whole. */
gk.goStory = function (store, at) {
  const { model } = store;
  if (at < 0 || at >= model.story.length) return;
  const state = gk.readHash(model.story[at].hash, model);
  store.set({ ...state, story: at });
  gk.say(model.story[at].text);
};

/** The pages of the handout: each view with its number, sentence and picture. */
gk.storyPages = function (store, graph) {
  const kept = { state: store.state, result: store.result, key: graph.key, scene: graph.scene, overview: graph.overview };
  const pages = store.model.story.map((view, at) => {
    store.state = gk.readHash(view.hash, store.model);
    store.result = gk.filterEvents(store.model, store.state);
    graph.overview = null;
    const picture = gk.makePicture(store, graph, { width: 900, height: 540 }, true);
    return gk.h("section", { class: "sheet" }, gk.h("h2", {}, `${at + 1}. ${view.text}`), gk.h("p", { class: "note" }, gk.tellView(store)), picture);
  });
  Object.assign(store, { state: kept.state, result: kept.result });
  Object.assign(graph, { key: kept.key, scene: kept.scene, overview: kept.overview });
  return pages;
};
