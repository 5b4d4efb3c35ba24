/* Days, and how people write them. All days are ISO texts; the difference of two is counted in UTC. */

gk.MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sept", "Oct", "Nov", "Dec"];

/** An ISO day, month or year as people write it: 9 Nov 2023, Nov 2023, 2023. */
gk.showDate = function (iso) {
  const [year, month, day] = String(iso).split("-");
  if (!month) return year;
  const name = gk.MONTHS[Number(month) - 1] || month;
  return day ? `${Number(day)} ${name} ${year}` : `${name} ${year}`;
};

gk.DAY = 86400000;
gk.DAY_FORM = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
gk.isDay = (text) => gk.DAY_FORM.test(text || "");
gk.dayNumber = (day) => Math.round(Date.parse(`${day}T00:00:00Z`) / gk.DAY);
gk.dayText = (number) => new Date(number * gk.DAY).toISOString().slice(0, 10);
gk.twoDigits = (number) => String(number).padStart(2, "0");
gk.monthEnd = (month) => `${month}-${gk.twoDigits(new Date(Date.UTC(Number(month.slice(0, 4)), Number(month.slice(5, 7)), 0)).getUTCDate())}`;

/** "Sept 2022 – Jan 2025" for a span of days; one month where both lie in it. */
gk.showSpan = function (first, last) {
  if (!first) return "";
  const [a, b] = [gk.showDate(first.slice(0, 7)), gk.showDate(last.slice(0, 7))];
  return a === b ? a : `${a} – ${b}`;
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
