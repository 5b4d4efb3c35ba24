/* Choosing a period on the timeline: drag, zoom, play. */

gk.toggleDates = function (line, kind, shown) {
  const { store } = line;
  const other = kind === "text" ? "report" : "text";
  store.set({ dates: shown ? "both" : store.state.dates === kind ? "both" : other });
};

gk.setPeriod = (line, from, to, passing = false) => line.store.set({ from, to }, passing);

/** Chooses the bins from one position to another. */
gk.chooseBins = function (line, a, b, passing) {
  const { bins } = line.axis;
  const [low, high] = [Math.max(0, Math.min(a, b)), Math.min(bins.length - 1, Math.max(a, b))];
  const whole = low === 0 && high === bins.length - 1 && !line.window;
  gk.setPeriod(line, whole ? null : bins[low].start, whole ? null : bins[high].end, passing);
};

/** Shows the chosen period, or half of the axis around a bin; and back. */
gk.zoomAxis = function (line, nearer, around) {
  const { store, axis } = line;
  const { from, to } = store.state;
  if (!nearer) {
    const whole = gk.makeAxis(store.model.events);
    const [a, b] = [gk.dayNumber(axis.first), gk.dayNumber(axis.last)];
    const [first, last] = [gk.dayText(a - (b - a) / 2 - 1), gk.dayText(b + (b - a) / 2 + 1)];
    line.window = first <= whole.first && last >= whole.last ? null : [first < whole.first ? whole.first : first, last > whole.last ? whole.last : last];
  } else if (around === undefined && (from || to)) line.window = [from || axis.first, to || axis.last];
  else {
    const middle = gk.dayNumber(axis.bins[around === undefined ? Math.floor(axis.bins.length / 2) : around].start);
    const quarter = Math.max(3, Math.round((gk.dayNumber(axis.last) - gk.dayNumber(axis.first)) / 4));
    line.window = [gk.dayText(middle - quarter), gk.dayText(middle + quarter)];
  }
  line.axis = gk.makeAxis(store.model.events, line.window);
  gk.updateTimeline(line, store.state, store.result);
  gk.drawTimeline(line);
};

/** What the timeline counts while one kind of date is switched off: both kinds, so that it can be switched on again. */
gk.everyDate = (model, state) => gk.selectWithin(model, state, gk.passEvents(model, { ...state, dates: "both" })).own.anytime;

/** Lights the bin under the pointer and tells its counts. */
gk.lightBin = function (line, i) {
  const step = ((line.width || 600) - gk.AXIS_LEFT) / line.axis.bins.length;
  const { text, report } = line.rows[i];
  line.slot.setAttribute("x", gk.n(gk.AXIS_LEFT + i * step));
  line.slot.setAttribute("width", gk.n(step));
  line.note.textContent = `${line.axis.bins[i].name}: ${text} dated in the text, ${report} by the report`;
};

/** Plays the corpus: a window of bins moves from the first to the last. */
gk.togglePlay = function (line) {
  if (line.playing) {
    clearTimeout(line.playing);
    line.playing = 0;
    line.play.replaceChildren(...gk.playSign(false));
    return;
  }
  const filled = line.rows.map((row, i) => [row.text + row.report, i]).filter(([number]) => number).map(([, i]) => i);
  if (!filled.length) return;
  const wide = Math.max(1, Math.round(line.axis.bins.length / 24));
  let at = line.low && line.high < filled.at(-1) ? line.high + 1 : filled[0];
  line.play.replaceChildren(...gk.playSign(true));
  const step = (passing) => {
    const next = filled.find((i) => i >= at);
    if (next === undefined) {
      line.playing = 0;
      line.play.replaceChildren(...gk.playSign(false));
      gk.setPeriod(line, null, null, true);
      return;
    }
    gk.chooseBins(line, next, next + wide - 1, passing);
    at = next + wide;
    line.playing = setTimeout(() => step(true), 900);
  };
  step(false);
};

/** Makes the timeline answer: drag, wheel, keys, another width. */
gk.bindTimeline = function (line) {
  const { svg, handles, track } = line;
  const under = (event) => {
    const area = svg.getBoundingClientRect();
    const count = line.axis.bins.length;
    return Math.max(0, Math.min(count - 1, Math.floor(((event.clientX - area.left - gk.AXIS_LEFT) / (area.width - gk.AXIS_LEFT)) * count)));
  };
  const drag = (target, anchorOf, move) => target.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    target.setPointerCapture(event.pointerId);
    const anchor = anchorOf(event);
    let began = false;
    let last = null;
    const go = (moved) => {
      const at = under(moved);
      if (at === last) return;
      last = at;
      move(anchor, at, began);
      began = true;
    };
    const stop = () => ["pointermove", "pointerup", "pointercancel"].forEach((name) => target.removeEventListener(name, name === "pointermove" ? go : stop));
    target.addEventListener("pointermove", go);
    for (const name of ["pointerup", "pointercancel"]) target.addEventListener(name, stop);
    if (target === svg) go(event);
  });
  drag(svg, under, (anchor, at, passing) => gk.chooseBins(line, anchor, at, passing));
  svg.addEventListener("pointermove", (event) => gk.lightBin(line, under(event)));
  svg.addEventListener("dblclick", () => gk.setPeriod(line, null, null));
  svg.addEventListener("wheel", (event) => {
    event.preventDefault();
    gk.zoomAxis(line, event.deltaY < 0, under(event));
  }, { passive: false });
  drag(handles[0], () => 0, (_, at, passing) => gk.chooseBins(line, Math.min(at, line.high), line.high, passing));
  drag(handles[1], () => 0, (_, at, passing) => gk.chooseBins(line, line.low, Math.max(at, line.low), passing));
  track.addEventListener("keydown", (event) => {
    const which = handles.indexOf(event.target);
    const step = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -5, PageUp: 5, Home: -1e6, End: 1e6 }[event.key];
    if (which < 0 || !step) return;
    event.preventDefault();
    event.stopPropagation();
    const clamp = (at, low, high) => Math.max(low, Math.min(high, at));
    if (which === 0) gk.chooseBins(line, clamp(line.low + step, 0, line.high), line.high);
    else gk.chooseBins(line, line.low, clamp(line.high + step, line.low, line.axis.bins.length - 1));
  });
  new ResizeObserver(() => {
    if (!line.drawn || svg.clientWidth === line.width) return;
    line.width = svg.clientWidth;
    gk.drawTimeline(line);
  }).observe(line.host);
};
