/* Names beneath marks and verbs on lines: measured, broken into lines, and never one over another. */

gk.pen = document.createElement("canvas").getContext("2d");

/** Few sizes and weights stand in the first picture: for each of them the browser asks the system, and waits. */
gk.SANS = 'system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Liberation Sans", Arial, sans-serif';
gk.verbFont = (size) => `700 ${size}px ${gk.SANS}`;

gk.penFont = null;

gk.textWidth = function (text, font) {
  if (font !== gk.penFont) gk.pen.font = font;
  gk.penFont = font;
  return gk.pen.measureText(text).width;
};

/** So many of the strongest lines carry their verb. */
gk.VERBS = 10;

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
  const size = phone ? (strong ? 12 : 11) : strong ? 14 : 12;
  const font = `${strong ? 700 : 400} ${size}px ${gk.SANS}`;
  const lines = gk.wrapLabel(text);
  return { lines, font, size, strong, w: Math.max(...lines.map((line) => gk.textWidth(line, font))) + 2, h: lines.length * size * 1.22 };
};

gk.overlaps = (a, b, gap = 0) => a.x < b.x + b.w + gap && b.x < a.x + a.w + gap && a.y < b.y + b.h + gap && b.y < a.y + a.h + gap;

/** Chooses the names that have room at this zoom, most important first; at the opening zoom all have. */
gk.placeLabels = function (nodes) {
  const marks = nodes.map((node) => ({ node, x: node.sx - node.r, y: node.sy - node.r, w: 2 * node.r, h: 2 * node.r }));
  const placed = [];
  for (const node of [...nodes].sort((a, b) => b.lit - a.lit || b.rank - a.rank)) {
    const box = { node, x: node.sx - node.label.w / 2, y: node.sy + node.r + 3, w: node.label.w, h: node.label.h };
    if (placed.some((other) => gk.overlaps(other, box, 1))) continue;
    if (marks.some((mark) => mark.node !== node && gk.overlaps(mark, box, 2))) continue;
    placed.push(box);
  }
  return placed;
};

/** How far from its line a verb may stand, nearest first; a thin leader ties it to its line where it stands apart. */
gk.BESIDE = [0, 13, 20, 28, 38, 50, 64, 80, 100, 125, 155];
gk.CLOSE = gk.BESIDE.filter((step) => step <= 28);
/** How far the verb of one of the strongest lines may stand where nothing nearer has room. */
gk.FARTHER = [190, 230, 280];
/** Shares of the visible part of a line, from its middle outwards. */
gk.ALONG = [0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82];

gk.COMPASS = [[1, 0], [-1, 0], [0, 1], [0, -1], [0.7, 0.7], [-0.7, 0.7], [0.7, -0.7], [-0.7, -0.7]];

/** A box as whole pixels with one more around it: {left, top, right, bottom}. The search for room counts in whole pixels, which costs less. */
gk.outerBox = ({ x, y, w, h }) => ({ left: Math.floor(x) - 1, top: Math.floor(y) - 1, right: Math.ceil(x + w) + 1, bottom: Math.ceil(y + h) + 1 });

/** The points along a line where its verb may stand, with the directions across it. */
gk.pillPoints = function ({ curve, span: [start, end] }) {
  return gk.ALONG.map((share) => {
    const { x, y } = gk.curvePoint(curve, start + (end - start) * share);
    const next = gk.curvePoint(curve, start + (end - start) * share + 0.01);
    const length = Math.hypot(next.x - x, next.y - y) || 1;
    const [across, along] = [-(next.y - y) / length, (next.x - x) / length];
    return { x: Math.round(x), y: Math.round(y), ways: [[across, along], [-across, -along]] };
  });
};

/** A number as a whole one; never as -0, which the browser cannot keep among whole numbers. */
gk.whole = (number) => Math.round(number) + 0;

/** How far the corner of a verb of w by h lies from a point when it stands so far away from it, in each of some directions: x and y in turn. */
gk.cornersAway = function (ways, away, w, h) {
  const corners = [];
  for (let i = 0; i < ways.length; i += 1) {
    const way = ways[i];
    corners.push(gk.whole(way[0] * (away + (Math.abs(way[0]) * (w - h)) / 2) - w / 2), gk.whole(way[1] * away - h / 2));
  }
  return corners;
};

/** The boxes that a verb of width w could touch within its reach of some points, as one list of left, top, right and bottom. */
gk.boxesNear = function (points, w, h, reach, boxes) {
  const [xs, ys] = [points.map((point) => point.x), points.map((point) => point.y)];
  const [left, right] = [Math.min(...xs) - reach - w - 2, Math.max(...xs) + reach + w + 2];
  const [top, bottom] = [Math.min(...ys) - reach - h - 2, Math.max(...ys) + reach + h + 2];
  const sides = [];
  for (let i = 0; i < boxes.length; i += 1) {
    const box = boxes[i];
    if (box.left < right && box.right > left && box.top < bottom && box.bottom > top) sides.push(box.left, box.top, box.right, box.bottom);
  }
  return sides;
};

/** Makes the test whether a verb of w by h has room with its corner at a place: in the room and off some boxes. */
gk.makeRoomTest = function (w, h, room, sides) {
  const right = room.width - 2 - w;
  const bottom = room.height - 2 - h;
  const count = sides.length;
  let last = 0; // the box that was in the way is the likeliest to be in the way of the next place
  return (x, y) => {
    if (x < 2 || y < 2 || x > right || y > bottom) return false;
    const east = x + w;
    const south = y + h;
    if (count && x < sides[last + 2] && y < sides[last + 3] && east > sides[last] && south > sides[last + 1]) return false;
    for (let i = 0; i < count; i += 4) {
      if (x >= sides[i + 2] || y >= sides[i + 3] || east <= sides[i] || south <= sides[i + 1]) continue;
      last = i;
      return false;
    }
    return true;
  };
};

/**
 * Finds a place for a verb of width w: on the visible part of its line, else beside it, off everything in `taken`.
 * The first place whose leader is free wins, else the first place.
 */
gk.findPillSpot = function (line, w, h, steps, taken, room) {
  const points = gk.pillPoints(line);
  const near = gk.boxesNear(points, w, h, steps.at(-1), taken);
  const isFree = gk.makeRoomTest(w, h, room, near);
  let second = null;
  for (const away of steps) {
    const around = gk.cornersAway(away ? gk.COMPASS : gk.ON_LINE, away, w, h);
    for (const point of points) {
      const corners = away ? gk.cornersAway(point.ways, away, w, h).concat(around) : around;
      for (let i = 0; i < corners.length; i += 2) {
        const x = point.x + corners[i];
        const y = point.y + corners[i + 1];
        if (!isFree(x, y)) continue;
        const box = { x, y, w, h, foot: away > 13 ? point : null };
        if (!box.foot || gk.isLeaderFree(box, near)) return box;
        second = second || box;
      }
    }
  }
  return second;
};
gk.ON_LINE = [[0, 0]];

/** Tells whether the leader of a verb, from its middle to its foot but for their last 8 pixels, runs over none of some boxes. */
gk.isLeaderFree = function ({ x, y, w, h, foot }, sides) {
  const [startX, startY] = [x + w / 2, y + h / 2];
  const [dx, dy] = [foot.x - startX, foot.y - startY];
  const inset = 1 / Math.ceil(Math.hypot(dx, dy) / 8);
  if (inset >= 0.5) return true;
  const way = { x: startX + dx * inset, y: startY + dy * inset, toX: foot.x - dx * inset, toY: foot.y - dy * inset };
  const [west, east] = dx > 0 ? [way.x, way.toX] : [way.toX, way.x];
  const [north, south] = dy > 0 ? [way.y, way.toY] : [way.toY, way.y];
  for (let i = 0; i < sides.length; i += 4) {
    if (sides[i] >= east || sides[i + 1] >= south || sides[i + 2] <= west || sides[i + 3] <= north) continue;
    if (gk.crosses(way, sides, i)) return false;
  }
  return true;
};

/** Tells whether a straight way whose bounds touch a box crosses it: not all corners of the box lie on one side of the way. */
gk.crosses = function ({ x, y, toX, toY }, sides, at) {
  const isLeft = (cornerX, cornerY) => (toX - x) * (cornerY - y) > (toY - y) * (cornerX - x);
  const first = isLeft(sides[at], sides[at + 1]);
  return isLeft(sides[at + 2], sides[at + 1]) !== first || isLeft(sides[at], sides[at + 3]) !== first || isLeft(sides[at + 2], sides[at + 3]) !== first;
};

/** Tells whether a part of a line between its ends is in the picture at this zoom. */
gk.isInView = function ({ curve, span: [start, end] }, { width, height }) {
  return [0.2, 0.5, 0.8].some((share) => {
    const { x, y } = gk.curvePoint(curve, start + (end - start) * share);
    return x > 0 && y > 0 && x < width && y < height;
  });
};

/** Places the verbs of the strongest lines in view, strongest first, off marks, names and other verbs. */
gk.placePills = function (lines, boxes, most, room) {
  const size = room.phone ? 11 : 12;
  const taken = boxes.map(gk.outerBox);
  const pills = [];
  lines.filter((line) => gk.isInView(line, room)).slice(0, most).forEach((line, rank) => {
    const w = Math.ceil(gk.textWidth(line.label, gk.verbFont(size))) + 12;
    const h = room.phone ? 17 : 19;
    const find = (steps) => gk.findPillSpot(line, w, h, steps, taken, room);
    const box = rank < gk.VERBS ? find(gk.BESIDE) || find(gk.FARTHER) : find(gk.CLOSE);
    if (!box) return;
    taken.push(gk.outerBox(box));
    pills.push({ ...box, size, line });
  });
  return pills;
};
