/* The ask box: completion while typing; each choice becomes a filter, shown as a chip under it. */

/** Suggestions for what was typed, best first: the question as it is read, then names, verbs, the rest, and sentences. */
gk.findHits = function (store, text) {
  const { model, state } = store;
  const words = gk.words(text);
  if (!words.length) return gk.readyQueries(store);
  const read = gk.readQuestion(model, text);
  const hits = [];
  const whole = read.tokens.length > 1 || (read.tokens.length === 1 && words.length > 1 && read.tokens[0].type !== "entity") || (read.tokens.length === 1 && ["period", "disputed"].includes(read.tokens[0].type));
  if (whole) hits.push(...gk.questionHits(store, read));
  const entities = gk.findEntities(model, words).slice(0, 5);
  entities.forEach((hit, i) => {
    hits.push(hit);
    if (i === 0) hits.push(...gk.rolesOf(model, state, hit.entity).map((role) => ({ type: "role", role, entity: hit.entity })));
  });
  hits.push(...gk.findVerbs(model, words).slice(0, 5), ...gk.findStatuses(model, words).slice(0, 2), ...gk.findSources(model, words).slice(0, 3));
  hits.push(...gk.readyQueries(store).filter((query) => gk.scoreName(query.title, words) > 1).slice(0, 2));
  const sentences = gk.findSentences(model, words, 4);
  hits.push(...sentences);
  if (sentences.length) hits.push({ type: "words", text: text.trim() });
  if (!hits.length) {
    const near = gk.nearestHit(model, words);
    if (near) hits.push({ type: "nothing" }, near);
  }
  return hits.slice(0, 16);
};

/** A question as it is read; where it finds nothing, this is said and the nearest one that finds something is offered. */
gk.questionHits = function (store, read) {
  const number = gk.countAnswers(store, gk.tokensOf(read));
  if (number) return [{ type: "question", ...read, number }];
  const near = gk.nearestQuestion(store, read);
  return near ? [{ type: "nothing", question: read, near }, near] : [{ type: "nothing", question: read }];
};

/** In which roles an actor can be asked for, the likeliest first. */
gk.rolesOf = function (model, state, entity) {
  const roles = state.keep.who.size || state.hide.predicate.size ? ["whom", "who"] : ["who", "whom"];
  if (model.speakers.has(entity)) roles.push("speaker");
  if (model.places.has(entity)) roles.push("place");
  return roles;
};

gk.showHits = function (box) {
  const { input, list, store } = box;
  box.hits = gk.findHits(store, input.value);
  box.at = -1;
  const rows = box.hits.map((hit, i) => gk.hitRow(box, hit, i));
  if (!box.hits.length) rows.push(gk.h("li", { class: "none", role: "option", "aria-disabled": "true", "aria-selected": "false" }, "Nothing found"));
  list.replaceChildren(...rows);
  const open = document.activeElement === input;
  list.hidden = !open;
  input.setAttribute("aria-expanded", String(open));
  input.removeAttribute("aria-activedescendant");
};

gk.ROLE_WORDS = { who: "who", whom: "whom", speaker: "speaker", place: "place", any: "with" };

gk.hitRow = function (box, hit, i) {
  const { model } = box.store;
  if (hit.type === "nothing") return gk.h("li", { class: "none", role: "option", id: `hit-${i}`, "aria-disabled": "true", "aria-selected": "false" }, hit.question ? ["Nothing says ", gk.tellTokens(model, { tokens: gk.tokensOf(hit.question) }), hit.near ? ". The nearest that finds something:" : "."] : "Nothing found. The nearest is:");
  const row = (icon, name, note) => gk.h("li", { role: "option", id: `hit-${i}`, "aria-selected": "false", onclick: () => gk.takeHit(box, hit) }, icon, gk.h("span", { class: "hit" }, name), gk.h("span", { class: "note" }, note));
  const mark = (text) => gk.h("span", { class: "icon quote", "aria-hidden": "true" }, text);
  const line = (predicate) => gk.lineIcon(null, `var(--edge-${model.groups[predicate.group].id})`);
  if (hit.type === "query") return row(mark("?"), hit.title, "ready query");
  if (hit.type === "question") return row(mark("⏎"), gk.tellTokens(model, { tokens: gk.tokensOf(hit) }), gk.count(hit.number, "event"));
  if (hit.type === "entity") return row(gk.kindIcon(model, hit.entity.kind), hit.entity.label, `${hit.alias ? `also ${hit.alias} · ` : ""}${gk.count(hit.entity.events.length, "event")}`);
  if (hit.type === "role") return row(gk.kindIcon(model, hit.entity.kind), [gk.h("i", { class: "role" }, `${gk.ROLE_WORDS[hit.role]}: `), hit.entity.label], "filter");
  if (hit.type === "verb") return row(line(hit.predicate), [gk.h("i", { class: "role" }, "verb: "), hit.predicate.label], gk.count(model.verbsUsed.get(hit.predicate.id), "event"));
  if (hit.type === "status") return row(gk.lineIcon(gk.DASHES[model.statuses[hit.at].id]), [gk.h("i", { class: "role" }, "status: "), model.statuses[hit.at].label], "filter");
  if (hit.type === "source") return row(mark("§"), [gk.h("i", { class: "role" }, "source: "), hit.name], "filter");
  if (hit.type === "words") return row(mark("“"), `all with the words “${hit.text}”`, "filter");
  return row(mark("“"), gk.around(hit.sentence.text, box.input.value), hit.sentence.article.publisher || "");
};

gk.tellTokens = function (model, { tokens }) {
  return tokens.flatMap((token, i) => {
    const role = { entity: token.role, verb: "verb", status: "status", source: "source", period: "when", words: "words", disputed: "" }[token.type];
    const name = token.type === "entity" ? token.entity.label : token.type === "verb" ? token.predicates.map((predicate) => predicate.label).join(", ") : token.type === "status" ? model.statuses[token.at].label : token.type === "source" ? token.name : token.type === "period" ? gk.tellPeriod(token) : token.type === "words" ? token.text : "what is disputed";
    return [i ? " · " : "", role ? gk.h("i", { class: "role" }, `${gk.ROLE_WORDS[role] || role}: `) : "", gk.h("b", {}, name)];
  });
};

/** The part of a sentence around the first word that was searched. */
gk.around = function (text, typed) {
  const word = gk.words(typed)[0] || "";
  const at = Math.max(gk.fold(text).indexOf(word), 0);
  const from = at > 34 ? text.lastIndexOf(" ", at - 24) + 1 : 0;
  const to = text.length > from + 84 ? text.lastIndexOf(" ", from + 84) : text.length;
  return `${from > 0 ? "… " : ""}${text.slice(from, to > from ? to : from + 84)}${to < text.length ? " …" : ""}`;
};

gk.closeHits = function (box) {
  box.list.hidden = true;
  box.input.setAttribute("aria-expanded", "false");
  box.input.removeAttribute("aria-activedescendant");
};

gk.moveHit = function (box, step) {
  if (box.list.hidden) gk.showHits(box);
  const free = box.hits.map((hit, i) => i).filter((i) => box.hits[i].type !== "nothing");
  if (!free.length) return;
  const now = free.indexOf(box.at);
  box.at = free[(now + step + (now < 0 && step < 0 ? 1 : 0) + free.length) % free.length];
  [...box.list.children].forEach((row, i) => {
    row.setAttribute("aria-selected", String(i === box.at));
    if (i === box.at) row.scrollIntoView({ block: "nearest" });
  });
  box.input.setAttribute("aria-activedescendant", `hit-${box.at}`);
};

gk.askKey = function (box, event) {
  const { input, list, store } = box;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    gk.moveHit(box, event.key === "ArrowDown" ? 1 : -1);
  } else if (event.key === "Enter") {
    event.preventDefault();
    clearTimeout(box.timer);
    if (box.at < 0) gk.showHits(box);
    const usable = box.hits.find((hit) => hit.type !== "nothing" && hit.type !== "query");
    const hit = box.at >= 0 ? box.hits[box.at] : input.value.trim() ? usable : null;
    if (hit) gk.takeHit(box, hit);
  } else if (event.key === "Backspace" && !input.value) {
    const chips = gk.filterChips(store);
    if (chips.length) chips.at(-1).drop();
  } else if (event.key === "Escape") {
    event.stopPropagation();
    if (!list.hidden) gk.closeHits(box);
    else {
      input.value = "";
      input.blur();
    }
  }
};

gk.takeHit = function (box, hit) {
  const { store, input } = box;
  gk.closeHits(box);
  input.value = "";
  if (hit.type === "entity") store.select({ type: "actor", id: hit.entity.id });
  else if (hit.type === "sentence") store.select({ type: "article", id: hit.sentence.article.id, at: hit.sentence.at });
  else if (hit.type === "query" || hit.type === "question") store.set(gk.askFor(store, gk.tokensOf(hit), true));
  else if (hit.type === "role") store.set(gk.askFor(store, [{ type: "entity", entity: hit.entity, role: hit.role }]));
  else store.set(gk.askFor(store, [hit]));
  gk.say(`${gk.count(store.result.passed.size, "event")} shown`);
};
