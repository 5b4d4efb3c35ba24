/* Where actors stand: stress majorization for the shape, then room for each mark with its name within the picture. */

/**
 * Fits rough places into an area: stretched to its sides, then boxes are pushed apart and nodes off foreign lines.
 * Items: {r, w, h}, the radius of the mark and the size of the name beneath it. Told: [i, j, w], lines that carry a verb
 * of that width and get room for it. Gives the centres of the marks, and whether no two boxes overlap.
 */
gk.settle = function (points, items, edges, area, told = []) {
  const boxes = items.map((item) => ({ w: Math.max(2 * item.r, item.w) + 10, h: 2 * item.r + item.h + 14, up: item.r + 4 }));
  const low = (axis) => Math.min(...points.map((p) => p[axis]));
  const span = (axis) => Math.max(...points.map((p) => p[axis])) - low(axis);
  const [spanX, spanY] = [span("x"), span("y")];
  const [widest, tallest] = [Math.max(...boxes.map((box) => box.w)), Math.max(...boxes.map((box) => box.h))];
  let [fitX, fitY] = [Math.max(area.w - widest * 0.7, 40) / (spanX || 1), Math.max(area.h - tallest, 40) / (spanY || 1)];
  const roomy = Math.min(fitX, fitY) * 1.9;
  [fitX, fitY] = [Math.min(fitX, roomy), Math.min(fitY, roomy)];
  if (points.length < 7) [fitX, fitY] = [Math.min(fitX, 300 / (spanX || 1)), Math.min(fitY, 220 / (spanY || 1))];
  const [lowX, lowY] = [low("x"), low("y")];
  const centres = points.map((p) => ({ x: area.x + area.w / 2 + (p.x - lowX - spanX / 2) * fitX, y: area.y + area.h / 2 + (p.y - lowY - spanY / 2) * fitY }));
  const [starts, ends] = [edges.map((edge) => edge[0]), edges.map((edge) => edge[1])];
  let apart = false;
  for (let round = 0; round < 7; round += 1) {
    if (round < 6) gk.clearLines(centres, boxes, starts, ends);
    if (round < 6) gk.makeRoom(centres, boxes, told);
    apart = gk.separate(centres, boxes, area, round < 6 ? 40 : 400);
  }
  return { apart, points: centres.map((p, i) => ({ x: p.x, y: p.y - boxes[i].h / 2 + boxes[i].up })) };
};

/** The places of some points in whole pixels: most pairs are ruled out by them, and whole numbers cost less. */
gk.wholePlaces = (centres) => [centres.map((p) => Math.round(p.x)), centres.map((p) => Math.round(p.y))];

/** So far may boxes move before the pairs that can overlap are listed anew. */
gk.SLACK = 24;

/** The pairs of boxes that overlap, or can when each has moved by the slack, as a flat list of their positions. */
gk.nearPairs = function (xs, ys, wide, high) {
  const pairs = [];
  for (let i = 0; i < xs.length; i += 1) {
    for (let j = i + 1; j < xs.length; j += 1) {
      const tall = high[i] + high[j];
      const away = ys[i] - ys[j];
      if (away <= tall && -away <= tall && Math.abs(xs[i] - xs[j]) <= wide[i] + wide[j]) pairs.push(i, j);
    }
  }
  return pairs;
};

/** Pushes overlapping boxes apart along the axis that needs less, within the area; tells whether none overlap. */
gk.separate = function (centres, boxes, area, rounds) {
  const wide = boxes.map((box) => Math.ceil(box.w / 2) + gk.SLACK);
  const high = boxes.map((box) => Math.ceil(box.h / 2) + gk.SLACK);
  const moved = boxes.map(() => true);
  let [xs, ys, now, pairs] = [null, null, null, null];
  for (let round = 0; round < rounds; round += 1) {
    if (!pairs) {
      [xs, ys] = gk.wholePlaces(centres);
      pairs = gk.nearPairs(xs, ys, wide, high);
      now = [...ys];
    }
    let clash = false;
    for (let at = 0; at < pairs.length; at += 2) {
      const i = pairs[at];
      const j = pairs[at + 1];
      const away = now[i] - now[j];
      const tall = high[i] + high[j] - 2 * gk.SLACK + 1;
      if (away > tall || -away > tall || !gk.pushApart(centres[i], centres[j], boxes[i], boxes[j], round)) continue;
      clash = moved[i] = moved[j] = true;
      now[i] = Math.round(centres[i].y);
      now[j] = Math.round(centres[j].y);
    }
    let isFar = false;
    for (let i = 0; i < moved.length; i += 1) {
      if (!moved[i]) continue;
      moved[i] = false;
      const p = centres[i];
      gk.keepWithin(p, boxes[i], area);
      now[i] = Math.round(p.y);
      if (Math.abs(p.x - xs[i]) > gk.SLACK - 2 || Math.abs(p.y - ys[i]) > gk.SLACK - 2) isFar = true;
    }
    if (!clash) return true;
    if (isFar) pairs = null;
  }
  return false;
};

/** Moves a point back so far that the box around it lies within an area. */
gk.keepWithin = function (p, { w, h }, area) {
  p.x = Math.max(area.x + w / 2, Math.min(area.x + area.w - w / 2, p.x));
  p.y = Math.max(area.y + h / 2, Math.min(area.y + area.h - h / 2, p.y));
};

/** Pushes two boxes apart along the axis that needs less; tells whether they overlapped. */
gk.pushApart = function (a, b, boxA, boxB, round) {
  const dy = a.y - b.y;
  const needY = (boxA.h + boxB.h) / 2 - Math.abs(dy);
  if (needY <= 0.5) return false;
  const dx = a.x - b.x;
  const needX = (boxA.w + boxB.w) / 2 - Math.abs(dx);
  if (needX <= 0.5) return false;
  const along = needX < needY * 1.3 === round % 11 < 8 ? "x" : "y";
  const push = (along === "x" ? (dx >= 0 ? needX : -needX) : dy >= 0 ? needY : -needY) * 0.5;
  a[along] += push;
  b[along] -= push;
  return true;
};

/** Draws the ends of lines that carry a verb so far apart that the verb has room between their boxes. */
gk.makeRoom = function (centres, boxes, told) {
  for (const [i, j, w] of told) {
    const [dx, dy] = [centres[j].x - centres[i].x, centres[j].y - centres[i].y];
    const length = Math.hypot(dx, dy) || 1;
    const [ux, uy] = [dx / length, dy / length];
    const reach = (box) => Math.min(box.w / 2 / Math.max(Math.abs(ux), 1e-6), box.h / 2 / Math.max(Math.abs(uy), 1e-6));
    const missing = reach(boxes[i]) + reach(boxes[j]) + Math.min(w / Math.max(Math.abs(ux), 1e-6), 30 / Math.max(Math.abs(uy), 1e-6)) - length;
    if (missing <= 0) continue;
    const step = Math.min(missing, 60) * 0.4;
    centres[i] = { x: centres[i].x - ux * step, y: centres[i].y - uy * step };
    centres[j] = { x: centres[j].x + ux * step, y: centres[j].y + uy * step };
  }
};

/** Where each line lies between its ends, in whole pixels; `measure` does it anew for one line. */
gk.boundLines = function (xs, ys, starts, ends) {
  const bounds = { left: [], right: [], top: [], bottom: [] };
  bounds.measure = (at) => {
    const i = starts[at];
    const j = ends[at];
    bounds.left[at] = xs[i] < xs[j] ? xs[i] : xs[j];
    bounds.right[at] = xs[i] < xs[j] ? xs[j] : xs[i];
    bounds.top[at] = ys[i] < ys[j] ? ys[i] : ys[j];
    bounds.bottom[at] = ys[i] < ys[j] ? ys[j] : ys[i];
  };
  for (let at = 0; at < starts.length; at += 1) bounds.measure(at);
  return bounds;
};

/** Tells, in whole pixels, whether a point is surely farther from a line than some room: both are given from the line's start. */
gk.isAside = function (x, y, across, down, near) {
  const side = x * down - y * across; // the distance times the length of the line
  const wide = Math.abs(across);
  const high = Math.abs(down);
  const length = wide > high ? wide + ((high * 27) >> 6) + 1 : high + ((wide * 27) >> 6) + 1; // the least that is no less
  const most = (near + 2) * length + 2 * (wide + high + near);
  return side > most || -side > most;
};

/** Moves each node a little away from the foreign lines that run through it. */
gk.clearLines = function (centres, boxes, starts, ends) {
  const [xs, ys] = gk.wholePlaces(centres);
  const bounds = gk.boundLines(xs, ys, starts, ends);
  const { left, right, top, bottom } = bounds;
  const count = starts.length;
  for (let node = 0; node < centres.length; node += 1) {
    const room = boxes[node].h / 2 + 4;
    const near = Math.ceil(room) + 2;
    let x = xs[node];
    let y = ys[node];
    let isMoved = false;
    for (let at = 0; at < count; at += 1) {
      if (left[at] > x + near || right[at] < x - near || top[at] > y + near || bottom[at] < y - near) continue;
      const i = starts[at];
      const j = ends[at];
      if (i === node || j === node) continue;
      if (gk.isAside(x - xs[i], y - ys[i], xs[j] - xs[i], ys[j] - ys[i], near) || !gk.leaveLine(centres[node], centres[i], centres[j], room)) continue;
      x = xs[node] = Math.round(centres[node].x);
      y = ys[node] = Math.round(centres[node].y);
      isMoved = true;
    }
    if (isMoved) for (let at = 0; at < count; at += 1) if (starts[at] === node || ends[at] === node) bounds.measure(at);
  }
};

/** Moves a point away from a line between two others that passes within some room of it; tells whether it does. */
gk.leaveLine = function (p, a, b, room) {
  const ax = b.x - a.x;
  const ay = b.y - a.y;
  const length = ax * ax + ay * ay || 1;
  const share = ((p.x - a.x) * ax + (p.y - a.y) * ay) / length;
  if (share < 0.06 || share > 0.94) return false;
  const nx = p.x - a.x - share * ax;
  const ny = p.y - a.y - share * ay;
  const distance = Math.sqrt(nx * nx + ny * ny);
  if (distance >= room) return false;
  const root = Math.sqrt(length);
  const side = nx * -ay + ny * ax >= 0 ? 1 : -1;
  p.x += (-ay / root) * side * (room - distance) * 0.3;
  p.y += (ax / root) * side * (room - distance) * 0.3;
  return true;
};
