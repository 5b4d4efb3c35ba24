/* The timeline: a linear axis of days, weeks, months, quarters or years; dark where the text gives the date, pale by report. */

/** Longest span in days for each unit of the axis. */
gk.UNITS = [["day", 62], ["week", 430], ["month", 2300], ["quarter", 7000], ["year", Infinity]];

/** The bin of a unit that a day falls into. */
gk.binOf = function (day, unit) {
  const year = day.slice(0, 4);
  const month = Number(day.slice(5, 7));
  const bin = (start, end, label, name, major) => ({ start, end, label, name, major, unit });
  if (unit === "day") return bin(day, day, String(Number(day.slice(8))), gk.showDate(day), day.endsWith("-01") ? gk.showDate(day.slice(0, 7)) : null);
  if (unit === "week") {
    const number = gk.dayNumber(day);
    const start = gk.dayText(number - ((number + 3) % 7));
    const first = Number(start.slice(8)) <= 7;
    return bin(start, gk.dayText(gk.dayNumber(start) + 6), first ? gk.MONTHS[Number(start.slice(5, 7)) - 1] : "", `week of ${gk.showDate(start)}`, first && start.slice(5, 7) === "01" ? start.slice(0, 4) : null);
  }
  if (unit === "month") return bin(`${day.slice(0, 7)}-01`, gk.monthEnd(day.slice(0, 7)), month % 3 === 1 ? gk.MONTHS[month - 1] : "", gk.showDate(day.slice(0, 7)), month === 1 ? year : null);
  if (unit === "quarter") {
    const first = month - ((month - 1) % 3);
    return bin(`${year}-${gk.twoDigits(first)}-01`, gk.monthEnd(`${year}-${gk.twoDigits(first + 2)}`), "", `Q${(first + 2) / 3} ${year}`, first === 1 ? year : null);
  }
  return bin(`${year}-01-01`, `${year}-12-31`, "", year, year);
};

/** A linear axis over the middle 98 % of the days of some events, or over a window; null where nothing has a day. */
gk.makeAxis = function (events, window = null) {
  const [first, last] = window || gk.middleSpan(events) || [];
  if (!first) return null;
  const span = gk.dayNumber(last) - gk.dayNumber(first);
  const [unit] = gk.UNITS.find(([, most]) => span <= most);
  const bins = [];
  let bin = gk.binOf(first, unit);
  while (bin.start <= last && bins.length < 600) {
    bins.push(bin);
    bin = gk.binOf(gk.dayText(gk.dayNumber(bin.end) + 1), unit);
  }
  return { unit, bins, first, last };
};

/** The first and last day of the middle 98 % of the events that have a day; null where none has. */
gk.middleSpan = function (events) {
  const days = events.map((event) => event.when).filter(gk.isDay).sort();
  const cut = Math.floor(days.length * 0.01);
  return days.length ? [days[cut], days.at(-1 - cut)] : null;
};

/** Counts the events of each bin: those dated in the text and those dated by the report; and those outside the axis. */
gk.fillBins = function (axis, events) {
  const rows = axis.bins.map(() => ({ text: 0, report: 0 }));
  const starts = axis.bins.map((bin) => bin.start);
  const [start, end] = [starts[0], axis.bins.at(-1).end];
  rows.before = rows.after = 0;
  rows.counts = { text: 0, report: 0, none: 0 };
  const known = new Map();
  for (const { when, date } of events) {
    if (date) rows.counts.text += 1;
    else if (when) rows.counts.report += 1;
    else rows.counts.none += 1;
    if (!when) continue;
    if (when < start) rows.before += 1;
    else if (when > end) rows.after += 1;
    else {
      let i = known.get(when);
      if (i === undefined) known.set(when, (i = gk.lastNotAfter(starts, when)));
      rows[i][date ? "text" : "report"] += 1;
    }
  }
  return rows;
};

/** The position of the last of some sorted texts that does not come after a text. */
gk.lastNotAfter = function (sorted, text) {
  let [low, high] = [0, sorted.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (sorted[middle] <= text) low = middle;
    else high = middle - 1;
  }
  return low;
};

/** The filled bins of a list of events, counted once for each axis and list. */
gk.binsOf = function (axis, events) {
  axis.filled = axis.filled || new WeakMap();
  if (!axis.filled.has(events)) axis.filled.set(events, gk.fillBins(axis, events));
  return axis.filled.get(events);
};

gk.makeTimeline = function (store) {
  const host = gk.$("timeline");
  const line = { store, host, window: null, axis: gk.makeAxis(store.model.events), playing: 0 };
  if (!line.axis) {
    host.replaceChildren(gk.h("p", { class: "empty" }, store.model.events.length ? "No event here has a date, in its text or by its report." : ""));
    host.hidden = !store.model.events.length;
    return () => {};
  }
  gk.buildTimeline(line);
  gk.timeline = line;
  return (state, result, before) => {
    if (gk.isSame(before, state, "select")) return null;
    gk.updateTimeline(line, state, result);
    return () => {
      line.width = line.width || line.svg.clientWidth; // asked once: each question lays the page out
      return () => gk.drawTimeline(line);
    };
  };
};

gk.buildTimeline = function (line) {
  const { host } = line;
  line.svg = gk.h("svg", { class: "plot", width: "100%", height: 92, "aria-hidden": "true" });
  line.slot = gk.h("rect", { class: "slot", y: 12, height: 58 });
  line.note = gk.h("title", {});
  line.handles = ["first", "last"].map((name) => gk.h("div", { class: `handle ${name}`, role: "slider", tabindex: 0, "aria-label": name === "first" ? "Start of the period" : "End of the period", "aria-valuemin": 0, "aria-orientation": "horizontal" }));
  line.range = gk.h("div", { class: "range" });
  line.track = gk.h("div", { class: "track" }, line.range, line.handles);
  line.caption = gk.h("b", {});
  line.reset = gk.button("all dates", () => gk.setPeriod(line, null, null), { class: "more" });
  line.kinds = [["text", [gk.wordy("dated "), "in the text "]], ["report", ["by ", gk.wordy("date of the "), "report "]]].map(([kind, label]) => {
    const box = gk.h("input", { type: "checkbox", checked: true });
    const number = gk.h("span", { class: "number" });
    box.onchange = () => gk.toggleDates(line, kind, box.checked);
    return { kind, box, number, element: gk.h("label", { class: "date-kind" }, box, gk.h("i", { class: `swatch ${kind}`, "aria-hidden": "true" }), gk.h("span", {}, label), number) };
  });
  line.play = gk.button(gk.playSign(false), () => gk.togglePlay(line), { class: "more" });
  line.nearer = gk.button("+", () => gk.zoomAxis(line, true), { class: "square", "aria-label": "Zoom into the dates" });
  line.farther = gk.button("−", () => gk.zoomAxis(line, false), { class: "square", "aria-label": "Zoom out of the dates" });
  host.replaceChildren(line.svg, line.track, gk.h("div", { class: "period" }, line.kinds.map((kind) => kind.element), gk.h("span", { class: "gap" }), line.caption, line.reset, line.play, line.nearer, line.farther));
};

gk.updateTimeline = function (line, state, result) {
  const { bins } = line.axis;
  const inside = bins.map((bin) => (!state.from || bin.end >= state.from) && (!state.to || bin.start <= state.to));
  line.low = Math.max(inside.indexOf(true), 0);
  line.high = inside.lastIndexOf(true) < 0 ? bins.length - 1 : inside.lastIndexOf(true);
  line.inside = inside;
  const anytime = state.dates === "both" ? result.own.anytime : gk.everyDate(line.store.model, state);
  const rows = gk.binsOf(line.axis, anytime);
  line.rows = rows;
  const share = (at) => `calc(${gk.AXIS_LEFT}px + (100% - ${gk.AXIS_LEFT}px) * ${at / bins.length})`;
  line.range.style.left = share(line.low);
  line.range.style.width = `calc((100% - ${gk.AXIS_LEFT}px) * ${(line.high + 1 - line.low) / bins.length})`;
  [line.low, line.high].forEach((at, i) => {
    line.handles[i].style.left = share(at + i);
    line.handles[i].setAttribute("aria-valuemax", bins.length - 1);
    line.handles[i].setAttribute("aria-valuenow", at);
    line.handles[i].setAttribute("aria-valuetext", bins[at].name);
  });
  const { counts } = rows;
  const undated = counts.none;
  line.caption.textContent = state.from || state.to ? gk.tellPeriod(state) : `${bins[0].name} – ${bins.at(-1).name}${undated ? ` · ${undated} without any date` : ""}`;
  line.reset.hidden = !state.from && !state.to;
  line.farther.disabled = !line.window;
  for (const { kind, box, number } of line.kinds) {
    box.checked = state.dates === "both" || state.dates === kind;
    number.textContent = `(${gk.number(counts[kind])})`;
  }
};

gk.AXIS_LEFT = 30;

/** Words that a narrow screen leaves out. */
gk.wordy = (text) => gk.h("span", { class: "wordy" }, text);

/** What the button says that plays, or pauses; its sign is drawn, as few fonts hold one and the search for it takes long. */
gk.playSign = (isPlaying) => [
  gk.h("svg", { class: "icon sign", viewBox: "0 0 10 10", "aria-hidden": "true" }, gk.h("path", { d: isPlaying ? "M1 0h3v10H1zM6 0h3v10H6z" : "M1 0l9 5-9 5z" })),
  isPlaying ? " pause" : " play",
];

gk.drawTimeline = function (line) {
  const { axis, rows, inside, svg } = line;
  line.drawn = true;
  const width = line.width || 600;
  const high = 58;
  const step = (width - gk.AXIS_LEFT) / axis.bins.length;
  const most = Math.max(1, ...rows.map((row) => row.text + row.report));
  const x = (i) => gk.AXIS_LEFT + i * step;
  const parts = [
    gk.h("line", { class: "rule", x1: gk.AXIS_LEFT, x2: width, y1: 12.5, y2: 12.5 }), gk.h("line", { class: "rule", x1: gk.AXIS_LEFT, x2: width, y1: high + 12.5, y2: high + 12.5 }),
    gk.h("text", { class: "tick", x: gk.AXIS_LEFT - 5, y: 16, "text-anchor": "end" }, most), gk.h("text", { class: "tick", x: gk.AXIS_LEFT - 5, y: high + 15, "text-anchor": "end" }, "0"),
  ];
  let free = 0;
  let freeYear = -60;
  const bars = { "bar-text": "", "bar-report": "", "bar-text out": "", "bar-report out": "" };
  axis.bins.forEach((bin, i) => {
    const { text, report } = rows[i];
    const bar = (kind, under, number) => {
      if (number) bars[inside[i] ? kind : `${kind} out`] += `M${gk.n(x(i) + Math.min(1, step * 0.1))} ${gk.n(12 + high - (under / most) * high)}h${gk.n(Math.max(step - Math.min(2, step * 0.2), 0.8))}v-${gk.n((number / most) * high)}H${gk.n(x(i) + Math.min(1, step * 0.1))}z`;
    };
    const count = text + report;
    bar("bar-text", 0, text);
    bar("bar-report", text, report);
    if (step > 24 && count) parts.push(gk.h("text", { class: "tick", x: gk.n(x(i) + step / 2), y: gk.n(9 + high - (count / most) * high + 1), "text-anchor": "middle" }, count));
    if (bin.label && x(i) >= free && (!bin.major || axis.unit === "day")) {
      parts.push(gk.h("text", { class: "tick", x: gk.n(x(i) + step / 2), y: high + 25, "text-anchor": "middle" }, bin.label));
      free = x(i) + (bin.label.length > 2 ? 32 : 20);
    }
    if ((bin.major || i === 0) && x(i) >= freeYear + 42 && x(i) < width - 20) {
      const name = bin.major || (axis.unit === "day" ? gk.showDate(bin.start.slice(0, 7)) : bin.start.slice(0, 4));
      parts.push(gk.h("text", { class: "year", x: gk.n(Math.min(x(i), width - 30)), y: high + (axis.unit === "year" || axis.unit === "quarter" ? 26 : 33) }, name));
      freeYear = x(i) + (name.length > 4 ? 24 : 0);
    }
  });
  if (rows.before) parts.push(gk.h("text", { class: "tick", x: gk.AXIS_LEFT, y: 9 }, `‹ ${rows.before} earlier`));
  if (rows.after) parts.push(gk.h("text", { class: "tick", x: width, y: 9, "text-anchor": "end" }, `${rows.after} later ›`));
  const drawn = Object.entries(bars).filter(([, d]) => d).map(([kind, d]) => gk.h("path", { class: kind, d }));
  svg.replaceChildren(line.note, line.slot, ...drawn, ...parts);
};
