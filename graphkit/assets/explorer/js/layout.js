/* Where actors stand: stress majorization for the shape, then room for each mark with its name within the picture. */

/** Lengths of shortest paths; a line is longer the more neighbours its ends do not share. Separate parts stay apart. */
gk.distances = function (count, edges) {
  const around = Array.from({ length: count }, () => new Set());
  for (const [a, b] of edges) {
    around[a].add(b);
    around[b].add(a);
  }
  const far = Array.from({ length: count }, () => new Float64Array(count).fill(Infinity));
  for (let i = 0; i < count; i += 1) far[i][i] = 0;
  for (const [a, b] of edges) {
    const shared = [...around[a]].filter((other) => around[b].has(other)).length;
    far[a][b] = far[b][a] = 1 + 0.33 * Math.sqrt(around[a].size + around[b].size - 2 * shared);
  }
  for (let k = 0; k < count; k += 1) {
    for (let i = 0; i < count; i += 1) {
      if (far[i][k] === Infinity) continue;
      for (let j = 0; j < count; j += 1) if (far[i][k] + far[k][j] < far[i][j]) far[i][j] = far[i][k] + far[k][j];
    }
  }
  let most = 1;
  for (const row of far) for (const value of row) if (value !== Infinity && value > most) most = value;
  const apart = Math.min(most, 2 + Math.sqrt(count) * 0.6) + 0.8;
  for (const row of far) row.forEach((value, j) => value === Infinity && (row[j] = apart));
  return far;
};

/** Lowers the stress, node by node, from a spiral that begins with the first node. The same input gives the same places. */
gk.stress = function (count, edges, rounds = 120) {
  const far = gk.distances(count, edges);
  const xs = Float64Array.from({ length: count }, (_, i) => Math.cos(i * 2.399963) * Math.sqrt(i) * 1.1);
  const ys = Float64Array.from({ length: count }, (_, i) => Math.sin(i * 2.399963) * Math.sqrt(i) * 1.1);
  for (let round = 0; round < rounds; round += 1) {
    let moved = 0;
    for (let i = 0; i < count; i += 1) moved = Math.max(moved, gk.relax(i, xs, ys, far[i]));
    if (moved < 0.01) break;
  }
  return Array.from(xs, (x, i) => ({ x, y: ys[i] }));
};

/** Moves a node to where its stress is least while all others stay, and says how far it went. */
gk.relax = function (i, xs, ys, far) {
  const ownX = xs[i];
  const ownY = ys[i];
  let x = 0;
  let y = 0;
  let sum = 0;
  for (let j = 0; j < xs.length; j += 1) {
    if (i === j) continue;
    const dx = ownX - xs[j];
    const dy = ownY - ys[j];
    const away = far[j];
    const share = away / (Math.sqrt(dx * dx + dy * dy) || 1e-6);
    const weight = 1 / (away * away);
    x += weight * (xs[j] + dx * share);
    y += weight * (ys[j] + dy * share);
    sum += weight;
  }
  if (!sum) return 0;
  xs[i] = x / sum;
  ys[i] = y / sum;
  return Math.abs(xs[i] - ownX) + Math.abs(ys[i] - ownY);
};

/** Arranges each connected part by itself and sets the parts side by side, the largest first. */
gk.arrange = function (count, edges, wide) {
  const part = gk.partsOf(count, edges);
  const parts = [...new Set(part)].map((id) => part.map((own, i) => (own === id ? i : -1)).filter((i) => i >= 0)).sort((a, b) => b.length - a.length || a[0] - b[0]);
  const points = Array.from({ length: count });
  const taken = [];
  const aspect = wide ? 1.35 : 0.72;
  for (const own of parts) {
    const index = new Map(own.map((i, at) => [i, at]));
    const inner = edges.filter(([a]) => index.has(a)).map(([a, b]) => [index.get(a), index.get(b)]);
    const shape = own.length > 2 ? gk.turn(gk.stress(own.length, inner), wide) : own.map((_, i) => ({ x: wide ? i * 1.6 : 0, y: wide ? 0 : i * 1.6 }));
    const low = { x: Math.min(...shape.map((p) => p.x)) - 0.8, y: Math.min(...shape.map((p) => p.y)) - 0.6 };
    const box = { w: Math.max(...shape.map((p) => p.x)) + 0.8 - low.x, h: Math.max(...shape.map((p) => p.y)) + 0.6 - low.y };
    const spot = gk.freeSpot(box, taken, aspect);
    taken.push({ ...spot, ...box });
    shape.forEach((p, i) => { points[own[i]] = { x: p.x - low.x + spot.x, y: p.y - low.y + spot.y }; });
  }
  return points;
};

/** The part that each node belongs to, named by its first node. */
gk.partsOf = function (count, edges) {
  const part = Array.from({ length: count }, (_, i) => i);
  const root = (i) => (part[i] === i ? i : (part[i] = root(part[i])));
  for (const [a, b] of edges) {
    const [x, y] = [root(a), root(b)];
    part[Math.max(x, y)] = Math.min(x, y);
  }
  return part.map((_, i) => root(i));
};

/** Where a box fits beside the others so that the whole grows least. */
gk.freeSpot = function (box, taken, aspect) {
  if (!taken.length) return { x: 0, y: 0 };
  const xs = [...new Set(taken.flatMap((other) => [other.x, other.x + other.w, other.x - box.w, other.x + other.w - box.w]))];
  const ys = [...new Set(taken.flatMap((other) => [other.y, other.y + other.h, other.y - box.h, other.y + other.h - box.h]))];
  let best = null;
  for (const x of xs) {
    for (const y of ys) {
      if (taken.some((other) => gk.overlaps({ x, y, ...box }, other, -0.01))) continue;
      const all = [...taken, { x, y, ...box }];
      const w = Math.max(...all.map((one) => one.x + one.w)) - Math.min(...all.map((one) => one.x));
      const h = Math.max(...all.map((one) => one.y + one.h)) - Math.min(...all.map((one) => one.y));
      const cost = Math.max(w, h * aspect) + 0.05 * (w + h);
      if (!best || cost < best.cost - 1e-9) best = { x, y, cost };
    }
  }
  return best;
};

/** Turns the longer axis along the longer side of the picture. */
gk.turn = function (points, wide) {
  const n = points.length || 1;
  const [mx, my] = [points.reduce((sum, p) => sum + p.x, 0) / n, points.reduce((sum, p) => sum + p.y, 0) / n];
  let [xx, yy, xy] = [0, 0, 0];
  for (const p of points) {
    xx += (p.x - mx) ** 2;
    yy += (p.y - my) ** 2;
    xy += (p.x - mx) * (p.y - my);
  }
  const angle = 0.5 * Math.atan2(2 * xy, xx - yy) - (wide ? 0 : Math.PI / 2);
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  return points.map((p) => ({ x: (p.x - mx) * cos + (p.y - my) * sin, y: -(p.x - mx) * sin + (p.y - my) * cos }));
};

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
  let apart = false;
  for (let round = 0; round < 7; round += 1) {
    if (round < 6) gk.clearLines(centres, boxes, edges);
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
  let [xs, ys, pairs] = [null, null, null];
  for (let round = 0; round < rounds; round += 1) {
    if (!pairs) {
      [xs, ys] = gk.wholePlaces(centres);
      pairs = gk.nearPairs(xs, ys, wide, high);
    }
    let clash = false;
    for (let at = 0; at < pairs.length; at += 2) {
      if (gk.pushApart(centres[pairs[at]], centres[pairs[at + 1]], boxes[pairs[at]], boxes[pairs[at + 1]], round)) clash = true;
    }
    let isFar = false;
    centres.forEach((p, i) => {
      p.x = Math.max(area.x + boxes[i].w / 2, Math.min(area.x + area.w - boxes[i].w / 2, p.x));
      p.y = Math.max(area.y + boxes[i].h / 2, Math.min(area.y + area.h - boxes[i].h / 2, p.y));
      if (Math.abs(p.x - xs[i]) > gk.SLACK - 2 || Math.abs(p.y - ys[i]) > gk.SLACK - 2) isFar = true;
    });
    if (!clash) return true;
    if (isFar) pairs = null;
  }
  return false;
};

/** Pushes two boxes apart along the axis that needs less; tells whether they overlapped. */
gk.pushApart = function (a, b, boxA, boxB, round) {
  const dx = a.x - b.x;
  const dy = a.y - b.y;
  const needX = (boxA.w + boxB.w) / 2 - Math.abs(dx);
  const needY = (boxA.h + boxB.h) / 2 - Math.abs(dy);
  if (needX <= 0.5 || needY <= 0.5) return false;
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

/** Moves each node a little away from the foreign lines that run through it. */
gk.clearLines = function (centres, boxes, edges) {
  const [xs, ys] = gk.wholePlaces(centres);
  for (let node = 0; node < centres.length; node += 1) {
    const room = boxes[node].h / 2 + 4;
    const near = Math.ceil(room) + 2;
    for (let at = 0; at < edges.length; at += 1) {
      const i = edges[at][0];
      const j = edges[at][1];
      const x = xs[node];
      const y = ys[node];
      if ((xs[i] > x + near && xs[j] > x + near) || (xs[i] < x - near && xs[j] < x - near)) continue;
      if ((ys[i] > y + near && ys[j] > y + near) || (ys[i] < y - near && ys[j] < y - near)) continue;
      if (i === node || j === node || !gk.leaveLine(centres[node], centres[i], centres[j], room)) continue;
      xs[node] = Math.round(centres[node].x);
      ys[node] = Math.round(centres[node].y);
    }
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
