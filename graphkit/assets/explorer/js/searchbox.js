/* The search box: completion while typing; Enter without a choice filters all views by the words. */

gk.makeSearch = function (store) {
  const input = gk.$("search");
  const list = gk.$("hits");
  const box = { store, input, list, hits: [], at: -1, timer: 0 };
  input.addEventListener("input", () => {
    clearTimeout(box.timer);
    if (!input.value.trim() && store.state.q) store.set({ q: "" });
    box.timer = setTimeout(() => gk.showHits(box), 40);
  });
  input.addEventListener("keydown", (event) => gk.searchKey(box, event));
  input.addEventListener("blur", () => setTimeout(() => document.activeElement !== input && gk.closeHits(box), 150));
  input.addEventListener("focus", () => input.value.trim() && gk.showHits(box));
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  return (state) => {
    if (document.activeElement !== input && input.value !== state.q) input.value = state.q;
  };
};

gk.showHits = function (box) {
  box.hits = gk.findHits(box.store.model, box.input.value);
  box.at = -1;
  box.list.replaceChildren(...box.hits.map((hit, i) => gk.hitRow(box, hit, i)));
  if (!box.hits.length && box.input.value.trim()) box.list.replaceChildren(gk.h("li", { class: "none", role: "option", "aria-disabled": "true", "aria-selected": "false" }, "Nothing found"));
  const open = box.input.value.trim() !== "" && document.activeElement === box.input;
  box.list.hidden = !open;
  box.input.setAttribute("aria-expanded", String(open));
  box.input.removeAttribute("aria-activedescendant");
};

gk.hitRow = function (box, hit, i) {
  const { model } = box.store;
  const row = (icon, name, note) => gk.h("li", { role: "option", id: `hit-${i}`, "aria-selected": "false", onclick: () => gk.takeHit(box, hit) }, icon, gk.h("span", { class: "hit" }, name), gk.h("span", { class: "note" }, note));
  if (hit.type === "entity") return row(gk.kindIcon(model, hit.entity.kind), hit.entity.label, `${hit.alias ? `also ${hit.alias} · ` : ""}${hit.entity.events.length}`);
  if (hit.type === "verb") return row(gk.lineIcon(null, `var(--edge-${model.groups[hit.predicate.group].id})`), hit.predicate.label, `verb · ${hit.events}`);
  return row(gk.h("span", { class: "icon quote", "aria-hidden": "true" }, "“"), gk.around(hit.sentence.text, box.input.value), hit.sentence.article.publisher || "");
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

gk.searchKey = function (box, event) {
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    if (box.list.hidden) gk.showHits(box);
    if (!box.hits.length) return;
    const step = event.key === "ArrowDown" ? 1 : -1;
    box.at = (box.at + step + (box.at < 0 && step < 0 ? 1 : 0) + box.hits.length) % box.hits.length;
    [...box.list.children].forEach((row, i) => {
      row.setAttribute("aria-selected", String(i === box.at));
      if (i === box.at) row.scrollIntoView({ block: "nearest" });
    });
    box.input.setAttribute("aria-activedescendant", `hit-${box.at}`);
  } else if (event.key === "Enter") {
    event.preventDefault();
    clearTimeout(box.timer);
    if (box.at >= 0 && !box.list.hidden) gk.takeHit(box, box.hits[box.at]);
    else {
      gk.closeHits(box);
      box.store.set({ q: box.input.value.trim(), select: null }, true);
      gk.say(`${gk.count(box.store.result.passed.size, "event")} found`);
    }
  } else if (event.key === "Escape") {
    event.stopPropagation();
    if (!box.list.hidden) gk.closeHits(box);
    else {
      box.input.value = "";
      if (box.store.state.q) box.store.set({ q: "" });
      box.input.blur();
    }
  }
};

gk.takeHit = function (box, hit) {
  gk.closeHits(box);
  box.input.value = box.store.state.q;
  if (hit.type === "entity") box.store.select({ type: "actor", id: hit.entity.id });
  else if (hit.type === "verb") gk.showOnly(box.store, "predicate", hit.predicate.id);
  else gk.showEvent(box.store, hit.event);
};
