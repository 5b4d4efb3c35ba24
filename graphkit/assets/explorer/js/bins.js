/* Slots of the timeline: one for each distinct date while they are few, else days, weeks, months, quarters or years. */
gk.MOST_SLOTS = 30;

/** Makes the slots for dated events: [{key, label, from, to}], in order, none empty. */
gk.makeSlots = function (events) {
  const dated = events.filter((event) => event.date);
  const distinct = new Map();
  for (const { date } of dated) distinct.set(`${date.from}/${date.to}`, date);
  if (distinct.size <= gk.MOST_SLOTS) {
    return [...distinct.values()]
      .sort((a, b) => (a.to < b.to ? -1 : a.to > b.to ? 1 : a.from < b.from ? 1 : -1))
      .map((date) => ({ key: `${date.from}/${date.to}`, from: date.from, to: date.to, label: gk.slotLabel(date) }));
  }
  for (const unit of ["day", "week", "month", "quarter", "year"]) {
    const slots = new Map();
    for (const { date } of dated) {
      const slot = gk.slotOf(date.to, unit);
      slots.set(slot.key, slot);
    }
    if (slots.size <= gk.MOST_SLOTS * 2 || unit === "year") return [...slots.values()].sort((a, b) => (a.from < b.from ? -1 : 1));
  }
  return [];
};

gk.slotLabel = function (date) {
  if (date.precision === "day") return `${Number(date.from.slice(8))} ${gk.MONTHS[Number(date.from.slice(5, 7)) - 1]}`;
  if (date.precision === "month") return gk.MONTHS[Number(date.from.slice(5, 7)) - 1];
  if (date.precision === "year") return date.from.slice(0, 4);
  return `${Number(date.from.slice(8))}–${Number(date.to.slice(8))} ${gk.MONTHS[Number(date.to.slice(5, 7)) - 1]}`;
};

/** The slot of a unit that a day falls into. */
gk.slotOf = function (day, unit) {
  const year = Number(day.slice(0, 4));
  const month = Number(day.slice(5, 7));
  const two = (number) => String(number).padStart(2, "0");
  const last = (y, m) => new Date(Date.UTC(y, m, 0)).getUTCDate();
  if (unit === "day") return { key: day, from: day, to: day, label: gk.slotLabel({ precision: "day", from: day, to: day }), unit };
  if (unit === "week") {
    const date = new Date(`${day}T00:00:00Z`);
    date.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6) % 7));
    const from = date.toISOString().slice(0, 10);
    date.setUTCDate(date.getUTCDate() + 6);
    const to = date.toISOString().slice(0, 10);
    return { key: from, from, to, label: gk.slotLabel({ precision: "day", from, to }), unit };
  }
  if (unit === "month") {
    const from = `${day.slice(0, 7)}-01`;
    return { key: from, from, to: `${day.slice(0, 7)}-${two(last(year, month))}`, label: gk.MONTHS[month - 1], unit };
  }
  if (unit === "quarter") {
    const first = month - ((month - 1) % 3);
    const from = `${day.slice(0, 4)}-${two(first)}-01`;
    return { key: from, from, to: `${day.slice(0, 4)}-${two(first + 2)}-${two(last(year, first + 2))}`, label: `Q${(first + 2) / 3}`, unit };
  }
  return { key: day.slice(0, 4), from: `${day.slice(0, 4)}-01-01`, to: `${day.slice(0, 4)}-12-31`, label: day.slice(0, 4), unit };
};

/** The slot of an event: its own date where slots are dates, else the slot that its last day falls into; -1 if none. */
gk.slotAt = function (event, slots, index) {
  if (!event.date || !slots.length) return -1;
  const unit = slots[0].unit;
  const key = unit ? gk.slotOf(event.date.to, unit).key : `${event.date.from}/${event.date.to}`;
  const at = index.get(key);
  return at === undefined ? -1 : at;
};

/** Counts the events of each slot by group: one list of numbers for each slot. */
gk.fillSlots = function (slots, events, groups) {
  const index = new Map(slots.map((slot, i) => [slot.key, i]));
  const rows = slots.map(() => new Array(groups).fill(0));
  for (const event of events) {
    const at = gk.slotAt(event, slots, index);
    if (at >= 0) rows[at][event.predicate.group] += 1;
  }
  return rows;
};
