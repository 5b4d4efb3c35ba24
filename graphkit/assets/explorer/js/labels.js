/* Names beneath marks and verbs on lines: measured, broken into lines, and never one over another. */

gk.pen = document.createElement("canvas").getContext("2d");

gk.textWidth = function (text, font) {
  gk.pen.font = font;
  return gk.pen.measureText(text).width;
};

/** Breaks a name into at most three lines of about so many letters; a word longer than that is cut. */
gk.wrapLabel = function (text, most = 18) {
  const lines = [""];
  for (const whole of text.split(/\s+/)) {
    const word = whole.length > most + 6 ? `${whole.slice(0, most + 5)}…` : whole;
    const last = lines.length - 1;
    if (lines[last] && lines[last].length + 1 + word.length > most) lines.push(word);
    else lines[last] = lines[last] ? `${lines[last]} ${word}` : word;
  }
  if (lines.length <= 3) return lines;
  return [lines[0], lines[1], `${lines[2].slice(0, most)}…`];
};

/** The name of an actor as the picture writes it: {lines, font, size, w, h}. */
gk.measureLabel = function (text, strong, colours, phone) {
  const size = (strong ? 13.5 : 12) - (phone ? 1 : 0);
  const font = `${strong ? 700 : 400} ${size}px ${colours.sans}`;
  const lines = gk.wrapLabel(text);
  return { lines, font, size, strong, w: Math.max(...lines.map((line) => gk.textWidth(line, font))) + 2, h: lines.length * size * 1.22 };
};

gk.overlaps = (a, b, gap = 0) => a.x < b.x + b.w + gap && b.x < a.x + a.w + gap && a.y < b.y + b.h + gap && b.y < a.y + a.h + gap;

/** Chooses the names that have room at this zoom, most important first; at the opening zoom all have. */
gk.placeLabels = function (nodes) {
  const marks = nodes.map((node) => ({ node, x: node.sx - node.r, y: node.sy - node.r, w: 2 * node.r, h: 2 * node.r }));
  const placed = [];
  for (const node of [...nodes].sort((a, b) => b.rank - a.rank)) {
    const box = { node, x: node.sx - node.label.w / 2, y: node.sy + node.r + 3, w: node.label.w, h: node.label.h };
    if (placed.some((other) => gk.overlaps(other, box, 1))) continue;
    if (marks.some((mark) => mark.node !== node && gk.overlaps(mark, box, 2))) continue;
    placed.push(box);
  }
  return placed;
};

/** Finds a place on its line for each verb, strongest first, off marks, names and other verbs. */
gk.placePills = function (lines, boxes, most) {
  const taken = [...boxes];
  const pills = [];
  for (const line of lines) {
    if (pills.length >= most) break;
    const w = gk.textWidth(line.label, "600 11.5px system-ui, sans-serif") + 16;
    for (const share of [0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74]) {
      const { x, y } = gk.curvePoint(line.curve, share);
      const box = { x: x - w / 2, y: y - 10, w, h: 20 };
      if (taken.some((other) => gk.overlaps(other, box, 1))) continue;
      taken.push(box);
      pills.push({ ...box, line });
      break;
    }
  }
  return pills;
};
