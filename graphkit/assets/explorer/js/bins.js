/* Slots of the timeline: one for each distinct date while they are few, else days, weeks, months, quarters or years. */
gk.MOST_DATES = 16;
gk.MOST_SLOTS = 48;
/** Longest span in days that a unit may cover, so that its labels say enough. */
gk.UNIT_SPANS = { day: 70, week: 400, month: 1500, quarter: 4400, year: Infinity };

/** Makes the slots for dated events, in order, none empty: [{key, start, end, label, name}]; bounds are days. */
gk.makeSlots = function (events) {
  const dated = events.filter((event) => event.date);
  const own = new Map();
  for (const event of dated) own.set(gk.dateKey(event), event);
  if (own.size <= gk.MOST_DATES) {
    return [...own]
      .map(([key, { day, date }]) => ({ key, start: day, end: day, label: gk.shortWhen(date), name: gk.showWhen(date), date }))
      .sort((a, b) => (a.start !== b.start ? (a.start < b.start ? -1 : 1) : a.date.to < b.date.to ? 1 : -1));
  }
  const days = dated.map((event) => event.day).sort();
  const span = (Date.parse(days.at(-1)) - Date.parse(days[0])) / 86400000;
  for (const [unit, most] of Object.entries(gk.UNIT_SPANS)) {
    if (span > most) continue;
    const slots = new Map();
    for (const { day } of dated) {
      const slot = gk.slotOf(day, unit);
      slots.set(slot.key, slot);
    }
    if (slots.size <= gk.MOST_SLOTS || unit === "year") return [...slots.values()].sort((a, b) => (a.start < b.start ? -1 : 1));
  }
  return [];
};

/**
 * The day at which an event stands in time: its first possible day; its last, if it lies ahead within a month or year
 * in which the article was written ("later this month").
 */
gk.dayOf = function (date, status, published) {
  if (!date) return null;
  const ahead = (status === "planned" || status === "possible") && published && published >= date.from && published <= date.to;
  return ahead ? date.to : date.from;
};

gk.dateKey = (event) => `${event.day} ${event.date.from} ${event.date.to}`;

gk.shortDay = (day) => `${Number(day.slice(8))} ${gk.MONTHS[Number(day.slice(5, 7)) - 1]}`;

gk.shortWhen = function (date) {
  if (date.precision === "day") return gk.shortDay(date.from);
  if (date.precision === "month") return gk.MONTHS[Number(date.from.slice(5, 7)) - 1];
  if (date.precision === "year") return date.from.slice(0, 4);
  if (date.from.slice(0, 7) === date.to.slice(0, 7)) return `${Number(date.from.slice(8))}–${gk.shortDay(date.to)}`;
  return `${gk.shortDay(date.from)} –`;
};

/** The slot of a unit that a day falls into. */
gk.slotOf = function (day, unit) {
  const year = day.slice(0, 4);
  const month = Number(day.slice(5, 7));
  const two = (number) => String(number).padStart(2, "0");
  const monthEnd = (m) => `${year}-${two(m)}-${two(new Date(Date.UTC(Number(year), m, 0)).getUTCDate())}`;
  const slot = (start, end, label, name) => ({ key: start, start, end, label, name, unit });
  if (unit === "day") return slot(day, day, gk.shortDay(day), gk.showDate(day));
  if (unit === "week") {
    const date = new Date(`${day}T00:00:00Z`);
    date.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6) % 7));
    const start = date.toISOString().slice(0, 10);
    date.setUTCDate(date.getUTCDate() + 6);
    return slot(start, date.toISOString().slice(0, 10), gk.shortDay(start), `week of ${gk.showDate(start)}`);
  }
  if (unit === "month") return slot(`${day.slice(0, 7)}-01`, monthEnd(month), gk.MONTHS[month - 1], gk.showDate(day.slice(0, 7)));
  if (unit === "quarter") {
    const first = month - ((month - 1) % 3);
    const label = `Q${(first + 2) / 3}`;
    return slot(`${year}-${two(first)}-01`, monthEnd(first + 2), label, `${label} ${year}`);
  }
  return slot(`${year}-01-01`, `${year}-12-31`, year, year);
};

/** Counts the events of each slot by group: one list of numbers for each slot. */
gk.fillSlots = function (slots, events, groups) {
  const index = new Map(slots.map((slot, i) => [slot.key, i]));
  const rows = slots.map(() => new Array(groups).fill(0));
  const unit = slots.length ? slots[0].unit : null;
  for (const event of events) {
    if (!event.date) continue;
    const at = index.get(unit ? gk.slotOf(event.day, unit).key : gk.dateKey(event));
    if (at !== undefined) rows[at][event.predicate.group] += 1;
  }
  return rows;
};
