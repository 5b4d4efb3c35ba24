/* The timeline: a stacked bar for each slot of time; a drag across it, or its two handles, choose a period. */

gk.makeTimeline = function (store) {
  const host = gk.$("timeline");
  const { model } = store;
  const slots = gk.makeSlots(model.events);
  const undated = model.events.filter((event) => !event.date).length;
  if (!slots.length) {
    host.replaceChildren(gk.h("p", { class: "empty" }, "No event here has a date."));
    return () => {};
  }
  const line = { store, slots, host, bars: [], first: 0, last: slots.length - 1 };
  gk.buildTimeline(line, undated);
  return (state, result) => gk.updateTimeline(line, state, result);
};

gk.buildTimeline = function (line, undated) {
  const { slots, host, store } = line;
  line.plot = gk.h("div", { class: "plot" });
  slots.forEach((slot, i) => {
    const stack = gk.h("div", { class: "stack" });
    const year = i === 0 || slots[i - 1].start.slice(0, 4) !== slot.start.slice(0, 4);
    const bar = gk.h("div", { class: "slot", title: "" }, stack, gk.h("span", { class: "tick" }, slot.label), gk.h("span", { class: "year" }, year && slot.label !== slot.start.slice(0, 4) ? slot.start.slice(0, 4) : ""));
    line.bars.push({ stack, bar });
    line.plot.append(bar);
  });
  line.handles = ["first", "last"].map((name) => gk.h("div", { class: `handle ${name}`, role: "slider", tabindex: 0, "aria-label": name === "first" ? "Start of the period" : "End of the period", "aria-valuemin": 0, "aria-valuemax": slots.length - 1, "aria-orientation": "horizontal" }));
  line.range = gk.h("div", { class: "range" });
  line.track = gk.h("div", { class: "track" }, line.range, line.handles);
  line.caption = gk.h("b", {});
  line.reset = gk.h("button", { type: "button", class: "reset", onclick: () => store.set({ from: null, to: null }) }, "all dates");
  line.box = gk.h("input", { type: "checkbox" });
  line.box.onchange = () => store.set({ undated: line.box.checked });
  line.number = gk.h("span", { class: "number" });
  const label = undated ? gk.h("label", { class: "undated" }, line.box, "undated ", line.number) : null;
  host.replaceChildren(line.plot, line.track, gk.h("div", { class: "period" }, line.caption, line.reset, label));
  gk.bindTimeline(line);
};

gk.setPeriod = function (line, first, last) {
  const { slots, store } = line;
  const [a, b] = [Math.max(0, Math.min(first, last)), Math.min(slots.length - 1, Math.max(first, last))];
  const whole = a === 0 && b === slots.length - 1;
  store.set({ from: whole ? null : slots[a].start, to: whole ? null : slots[b].end });
};

gk.bindTimeline = function (line) {
  const { plot, handles, track, slots } = line;
  const slotUnder = (event) => {
    const area = plot.getBoundingClientRect();
    return Math.max(0, Math.min(slots.length - 1, Math.floor(((event.clientX - area.left) / area.width) * slots.length)));
  };
  const drag = (target, start, move) => {
    target.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      target.setPointerCapture(event.pointerId);
      const anchor = start(event);
      const go = (one) => move(anchor, slotUnder(one));
      const stop = () => {
        target.removeEventListener("pointermove", go);
        target.removeEventListener("pointerup", stop);
        target.removeEventListener("pointercancel", stop);
      };
      target.addEventListener("pointermove", go);
      target.addEventListener("pointerup", stop);
      target.addEventListener("pointercancel", stop);
      if (target === plot) move(anchor, anchor);
    });
  };
  drag(plot, slotUnder, (anchor, at) => gk.setPeriod(line, anchor, at));
  plot.addEventListener("dblclick", () => line.store.set({ from: null, to: null }));
  drag(handles[0], () => 0, (_, at) => gk.setPeriod(line, Math.min(at, line.last), line.last));
  drag(handles[1], () => 0, (_, at) => gk.setPeriod(line, line.first, Math.max(at, line.first)));
  track.addEventListener("keydown", (event) => {
    const which = handles.indexOf(event.target);
    const step = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -5, PageUp: 5, Home: -1e6, End: 1e6 }[event.key];
    if (which < 0 || !step) return;
    event.preventDefault();
    const clamp = (at, low, high) => Math.max(low, Math.min(high, at));
    if (which === 0) gk.setPeriod(line, clamp(line.first + step, 0, line.last), line.last);
    else gk.setPeriod(line, line.first, clamp(line.last + step, line.first, slots.length - 1));
  });
};

gk.updateTimeline = function (line, state, result) {
  const { slots, store } = line;
  const { groups } = store.model;
  const inside = slots.map((slot) => (!state.from || slot.end >= state.from) && (!state.to || slot.start <= state.to));
  line.first = Math.max(inside.indexOf(true), 0);
  line.last = inside.lastIndexOf(true) < 0 ? slots.length - 1 : inside.lastIndexOf(true);
  const rows = gk.fillSlots(slots, result.anytime, groups.length);
  const sums = rows.map((row) => row.reduce((a, b) => a + b, 0));
  const most = Math.max(...sums, 1);
  line.bars.forEach(({ stack, bar }, i) => {
    bar.classList.toggle("out", !inside[i]);
    bar.title = `${slots[i].name}: ${gk.count(sums[i], "event")}`;
    stack.replaceChildren(...rows[i].map((number, group) => number && gk.h("i", { style: `height: ${(number / most) * 100}%; background: var(--edge-${groups[group].id})` })).filter(Boolean).reverse());
  });
  const share = (at) => `${(at / slots.length) * 100}%`;
  line.range.style.left = share(line.first);
  line.range.style.right = share(slots.length - 1 - line.last);
  line.handles[0].style.left = share(line.first);
  line.handles[1].style.left = share(line.last + 1);
  [line.first, line.last].forEach((at, i) => {
    line.handles[i].setAttribute("aria-valuenow", at);
    line.handles[i].setAttribute("aria-valuetext", slots[at].name);
  });
  const [a, b] = [slots[line.first].name, slots[line.last].name];
  line.caption.textContent = a === b ? a : `${a} – ${b}`;
  line.reset.hidden = !state.from && !state.to;
  line.box.checked = state.undated;
  line.number.textContent = result.undated.toLocaleString("en");
  gk.thinTicks(line);
};

/** Leaves out the labels that have no room. */
gk.thinTicks = function (line) {
  const wide = line.plot.clientWidth / line.slots.length;
  const every = Math.max(1, Math.ceil(44 / Math.max(wide, 1)));
  let free = 0;
  line.bars.forEach(({ bar }, i) => {
    bar.classList.toggle("mute", i % every !== 0);
    const year = bar.lastChild;
    year.hidden = i * wide < free;
    if (year.textContent && !year.hidden) free = i * wide + 38;
  });
};
