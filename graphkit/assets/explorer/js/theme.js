/* Colours come from the style sheet, so that light, dark, page and picture agree. The theme is no part of a link. */

gk.onPaper = null;
gk.ownTheme = null;
gk.darkScheme = window.matchMedia("(prefers-color-scheme: dark)");

gk.keepTheme = function (theme) {
  gk.ownTheme = theme;
  try {
    localStorage.setItem("graphkit-theme", theme);
  } catch {
    gk.framed = true;
  }
};

/**
 * Applies the theme that was chosen earlier. The browser is asked for it after the page was measured and before anything
 * is drawn: while a page opens the answer takes long.
 */
gk.recallTheme = function () {
  try {
    const kept = localStorage.getItem("graphkit-theme");
    if (kept === "light" || kept === "dark") gk.ownTheme = kept;
  } catch {
    gk.framed = true;
  }
  if (gk.ownTheme && gk.ownTheme !== document.documentElement.dataset.theme) gk.applyTheme();
};

gk.theme = () => gk.onPaper || gk.ownTheme || (gk.darkScheme.matches ? "dark" : "light");

gk.applyTheme = function () {
  const theme = gk.theme();
  document.documentElement.dataset.theme = theme;
  const other = theme === "dark" ? "light" : "dark";
  for (const name of ["aria-label", "title"]) gk.$("theme").setAttribute(name, `Use ${other} colours`);
};

/** Reads the colours of the present theme out of the style sheet. */
gk.readColours = function (model) {
  const style = getComputedStyle(document.documentElement);
  const read = (name) => style.getPropertyValue(name).trim();
  return {
    ground: read("--ground"), ink: read("--ink"), soft: read("--soft"), accent: read("--accent"), line: read("--line"), land: read("--land"),
    group: model.groups.map((group) => read(`--edge-${group.id}`)),
    kind: model.kinds.map((kind) => read(`--node-${kind.id}`)),
    sans: gk.SANS,
  };
};

/** Mixes a colour into another: share 1 is all `over`, 0 is all `under`. Both are #rrggbb. */
gk.mix = (over, under, share) => gk.once(gk.mixed, `${over} ${under} ${share}`, () => gk.mixAnew(over, under, share));
gk.mixed = {};

gk.mixAnew = function (over, under, share) {
  const part = (colour, at) => parseInt(colour.slice(at, at + 2), 16);
  const mixed = (at) => Math.round(part(over, at) * share + part(under, at) * (1 - share));
  return `#${[1, 3, 5].map((at) => mixed(at).toString(16).padStart(2, "0")).join("")}`;
};
