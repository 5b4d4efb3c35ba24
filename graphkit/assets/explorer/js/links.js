/* Links out of the page, long lists, and texts cut to a width. */

/** Gives the address if a browser may follow it, else null: only http and https. */
gk.safeUrl = function (address) {
  let url;
  try {
    url = new URL(String(address));
  } catch {
    return null;
  }
  return url.protocol === "http:" || url.protocol === "https:" ? url.href : null;
};

gk.link = function (address, ...children) {
  const href = gk.safeUrl(address);
  if (!href) return null;
  return gk.h("a", { href, rel: "noopener noreferrer", target: "_blank" }, ...children);
};

gk.compareText = (a, b) => gk.once(gk, "collator", () => new Intl.Collator("en")).compare(a, b);

/** The first few of a list, and a button that shows the rest. */
gk.some = function (list, most, make, noun = "sentence") {
  const shown = list.slice(0, most).map(make);
  const rest = list.slice(most);
  if (!rest.length) return shown;
  const more = gk.button(gk.count(rest.length, `more ${noun}`), null, { class: "more" });
  more.onclick = () => more.replaceWith(...rest.slice(0, 200).map(make));
  return [...shown, more];
};

/** Cuts a text to a width in pixels. */
gk.fitText = function (text, most, font) {
  if (gk.textWidth(text, font) <= most) return text;
  let [low, high] = [1, text.length];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (gk.textWidth(`${text.slice(0, middle)}…`, font) <= most) low = middle;
    else high = middle - 1;
  }
  return `${text.slice(0, low).trimEnd()}…`;
};

/** Breaks a text into lines of at most so many pixels. */
gk.breakText = function (text, most, font) {
  const lines = [""];
  for (const word of text.split(" ")) {
    const longer = lines.at(-1) ? `${lines.at(-1)} ${word}` : word;
    if (gk.textWidth(longer, font) > most && lines.at(-1)) lines.push(word);
    else lines[lines.length - 1] = longer;
  }
  return lines;
};
