/* The marks of the legend, and what a status means in one sentence. */

gk.MEANINGS = {
  occurred: "The text reports it as something that happened.",
  ongoing: "The text reports it as something that is going on.",
  disputed: "One text says so and another denies it.",
  planned: "The text says that it is intended or agreed for later.",
  alleged: "The text says that somebody claims it, without vouching for it.",
  possible: "The text says that it may be so or may come.",
  denied: "The text says that somebody denies it.",
  negated: "The text says that it did not happen.",
};

/** A legend line of a status or a group. */
gk.lineIcon = function (dashes, colour) {
  return gk.h("svg", { class: "icon line", viewBox: "0 0 34 12", "aria-hidden": "true" },
    gk.h("path", { d: "M1 6H33", fill: "none", stroke: "currentColor", style: colour ? `stroke: ${colour}` : null, "stroke-width": 2.4, "stroke-dasharray": dashes ? dashes.join(" ") : null }));
};

/** A legend mark of a kind of entity. */
gk.kindIcon = function (model, kind) {
  return gk.h("svg", { class: "icon kind", viewBox: "0 0 16 16", "aria-hidden": "true" },
    gk.h("path", { d: gk.outlinePath(model.kinds[kind].shape, 8, 8, 6.3), style: `fill: var(--node-${model.kinds[kind].id})` }));
};

gk.tone = (model, predicate) => `--tone: var(--edge-${model.groups[predicate.group].id})`;

gk.badge = (model, status) => gk.h("span", { class: `badge ${model.statuses[status].id}` }, model.statuses[status].label);
