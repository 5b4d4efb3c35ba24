/* Help: the legend, each status with an example of this page, the keys, how sure a fact is, and what is not in here. */

gk.KEYS = [
  ["/", "ask"], ["?", "this help"], ["Esc", "back to all claims"], ["arrows, Enter", "walk in the graph or matrix and open"], ["+ − 0", "zoom the graph"],
  ["← →", "walk through a story"], ["Shift-click", "the shortest path from the chosen actor to another"],
];

gk.openHelp = function (store) {
  const box = gk.$("help-box");
  box.replaceChildren(...gk.helpParts(store, box));
  box.showModal();
};

gk.helpParts = function (store, box) {
  const { model } = store;
  const used = gk.usedFacets(model);
  const disputed = gk.disputedClaims(store.result)[0];
  const statuses = new Set([...used.status, ...(disputed ? [model.statuses.findIndex((status) => status.id === "disputed")] : [])]); // a claim may be disputed though no event is
  const example = (at) => model.events.find((event) => event.status === at && event.mentions.some((mention) => mention.status === at)) || model.events.find((event) => event.status === at);
  const skipped = Object.entries(model.skipped);
  return [
    gk.h("div", { class: "help-head" }, gk.h("h2", { id: "help-title" }, "How to read this page"), gk.button("Close", () => box.close(), { class: "solid" })),
    gk.h("p", {}, "A program read the articles and noted who did what to whom, and who says so. The page shows what texts say; it does not decide what is true. Each claim leads to its sentences."),
    gk.h("h3", {}, "Lines"),
    gk.h("ul", { class: "keys" }, [...used.group].sort((a, b) => a - b).map((at) => gk.h("li", {}, gk.lineIcon(null, `var(--edge-${model.groups[at].id})`), " ", model.groups[at].label)), gk.h("li", {}, "The wider a line, the more independent publishers report it. A line of several facts has the status that most of them reach, and is disputed where one of its claims is.")),
    gk.h("h3", {}, "Status"),
    gk.h("dl", { class: "statuses" }, [...statuses].sort((a, b) => a - b).map((at) => {
      const event = example(at) || disputed.events[0];
      return [gk.h("dt", {}, gk.lineIcon(gk.DASHES[model.statuses[at].id]), " ", gk.badge(model, at)), gk.h("dd", {}, gk.MEANINGS[model.statuses[at].id], event && event.mentions.length ? gk.h("q", {}, event.mentions[0].sentence.text.trim()) : null)];
    })),
    gk.h("h3", {}, "Actors"),
    gk.h("ul", { class: "keys" }, [...used.kind].sort((a, b) => a - b).map((at) => gk.h("li", {}, gk.kindIcon(model, at), " ", model.kinds[at].label))),
    gk.h("h3", {}, "Dates"),
    gk.h("p", {}, "A dark bar counts events whose text gives their date. A pale bar counts events by the day of the earliest report, where the text gives none; the two are never mixed."),
    gk.h("h3", {}, "How sure"),
    gk.h("p", {}, "The per cent beside a sentence is the chance that it was read rightly, not that it is true. How many independent publishers say the same is the better sign of that; copies of one agency's text count once."),
    gk.h("h3", {}, "Keys"),
    gk.h("dl", { class: "key-list" }, gk.KEYS.map(([key, does]) => [gk.h("dt", {}, gk.h("kbd", {}, key)), gk.h("dd", {}, does)])),
    gk.h("h3", {}, "What is not in here"),
    gk.h("p", {}, [model.total.events > model.events.length ? `This page holds ${gk.count(model.events.length, "event")} of ${gk.number(model.total.events)}; the other files have all. ` : "", skipped.length ? `Inputs that could not be used: ${skipped.map(([code, number]) => `${code} ${number}`).join(", ")}. ` : "No skipped input is noted in this page; skipped.jsonl beside it lists any. ", "Facts that no sentence states in words are not found, and some sentences are read wrongly."]),
  ];
};
