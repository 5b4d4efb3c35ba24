/* Labels and edge pills: drawn at fixed pixel size after the graph, each where it hides least. */

/** So many of the strongest actors may have their names over a lesser node. */
gk.SURE_LABELS = 12;

/** Breaks a name into at most two lines. */
gk.wrapLabel = function (text, most = 20) {
  if (text.length <= most) return [text];
  const middle = text.length / 2;
  let cut = -1;
  for (let at = text.indexOf(" "); at >= 0; at = text.indexOf(" ", at + 1)) {
    if (cut < 0 || Math.abs(at - middle) < Math.abs(cut - middle)) cut = at;
  }
  const lines = cut < 0 ? [text] : [text.slice(0, cut), text.slice(cut + 1)];
  return lines.map((line) => (line.length > most + 6 ? `${line.slice(0, most + 4).trimEnd()}…` : line));
};

/** Boxes already taken, found again by 64-pixel cells. */
gk.makeTaken = function () {
  const cells = new Map();
  const each = (box, visit) => {
    for (let x = Math.floor(box.x / 64); x <= Math.floor((box.x + box.w) / 64); x += 1) {
      for (let y = Math.floor(box.y / 64); y <= Math.floor((box.y + box.h) / 64); y += 1) visit(`${x},${y}`);
    }
  };
  return {
    add(box) {
      each(box, (key) => (cells.get(key) || cells.set(key, []).get(key)).push(box));
    },
    /** How much of a box others have taken, in square pixels: {labels, nodes, lines, near}. */
    overlap(box, owner) {
      const met = new Set();
      each(box, (key) => (cells.get(key) || []).forEach((other) => met.add(other)));
      const area = { labels: 0, nodes: 0, lines: 0, near: 0 };
      for (const other of met) {
        if (other.owner !== undefined && other.owner === owner) continue;
        const w = Math.min(box.x + box.w, other.x + other.w) - Math.max(box.x, other.x);
        const h = Math.min(box.y + box.h, other.y + other.h) - Math.max(box.y, other.y);
        if (w > 0 && h > 0) area[other.part || "labels"] += w * h;
      }
      return area;
    },
  };
};

/** Places for a label of size w by h around a node, best first: eight close by, four farther. */
gk.candidates = function (x, y, radius, w, h) {
  const gap = 4;
  const near = radius * 0.75 + 2;
  return [
    [x - w / 2, y + radius + gap],
    [x + radius + gap + 1, y - h / 2],
    [x - radius - gap - 1 - w, y - h / 2],
    [x - w / 2, y - radius - gap - h],
    [x + near, y + near],
    [x - near - w, y + near],
    [x + near, y - near - h],
    [x - near - w, y - near - h],
    [x - w / 2, y + radius + gap + 9],
    [x - w / 2, y - radius - gap - 9 - h],
    [x - w * 0.2, y + radius + gap],
    [x - w * 0.8, y - radius - gap - h],
  ];
};

/**
 * Chooses a place for each label. Items: {id, x, y, radius, lines, w, h, must}, most important first; `dots` are
 * points of lines that labels had better not cover. Items without room are left out unless they must be shown.
 */
gk.placeLabels = function (items, obstacles, dots, width, height) {
  const taken = gk.makeTaken();
  obstacles.forEach((box) => taken.add(box));
  dots.forEach(([x, y]) => taken.add({ x: x - 1, y: y - 1, w: 2, h: 2, part: "lines" }));
  const placed = [];
  for (const item of items) {
    let best = null;
    gk.candidates(item.x, item.y, item.radius, item.w, item.h).forEach(([x, y], turn) => {
      const box = { x, y, w: item.w, h: item.h };
      const outside = x < 2 || y < 2 || x + item.w > width - 2 || y + item.h > height - 2;
      const { labels, nodes, lines, near } = taken.overlap(box, item.id);
      const cost = labels * 9 + nodes * 4 + lines * 5 + near * 0.8 + turn * 7 + (outside ? 9000 : 0);
      if (!best || cost < best.cost) best = { box, cost, labels, nodes, outside };
    });
    if (!item.must && (best.labels > 12 || best.nodes > (placed.length < gk.SURE_LABELS ? 160 : 12) || best.outside)) continue;
    taken.add({ ...best.box, owner: item.id });
    taken.add({ x: best.box.x - 4, y: best.box.y - 4, w: item.w + 8, h: item.h + 8, owner: item.id, part: "near" });
    placed.push({ ...item, box: best.box });
  }
  return placed;
};

gk.drawLabels = function (ctx, placed, colours) {
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  ctx.lineJoin = "round";
  for (const { box, lines, font, colour, line } of placed) {
    ctx.font = font;
    lines.forEach((text, i) => {
      const [x, y] = [box.x + box.w / 2, box.y + line * (i + 0.5) + 1];
      ctx.strokeStyle = colours.ground;
      ctx.lineWidth = 4;
      ctx.strokeText(text, x, y);
      ctx.fillStyle = colour;
      ctx.fillText(text, x, y);
    });
  }
};

/** Draws verbs as pills on their edges, away from nodes and labels; a verb without room is left to the list. */
gk.drawPills = function (ctx, pills, obstacles, colours) {
  const taken = gk.makeTaken();
  obstacles.forEach((box) => taken.add(box));
  ctx.font = `600 11px ${colours.sans}`;
  ctx.textAlign = "center";
  ctx.textBaseline = "middle";
  for (const pill of pills) {
    const w = ctx.measureText(pill.text).width + 14;
    let spot = null;
    for (const [x, y] of pill.points) {
      const box = { x: x - w / 2, y: y - 9, w, h: 18 };
      const { labels, nodes } = taken.overlap(box);
      if (labels + nodes < 6) {
        spot = box;
        break;
      }
    }
    if (!spot) continue;
    taken.add(spot);
    ctx.beginPath();
    ctx.roundRect(spot.x, spot.y, spot.w, spot.h, 9);
    ctx.fillStyle = colours.ground;
    ctx.fill();
    ctx.lineWidth = 1.2;
    ctx.strokeStyle = pill.colour;
    ctx.stroke();
    ctx.fillStyle = pill.colour;
    ctx.fillText(pill.text, spot.x + w / 2, spot.y + 9.5);
  }
};
