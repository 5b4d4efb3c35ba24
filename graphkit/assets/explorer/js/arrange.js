/* Where the actors of a selection stand that the file brings no places for: stress majorization. */

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
