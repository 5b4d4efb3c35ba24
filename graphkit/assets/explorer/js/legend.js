/* Marks: the dashes of each status, the shape of each kind, and what a status means in one sentence. */

/** Dashes of each status, for a line about 2 wide; false is solid. */
gk.DASHES = {
  occurred: false, ongoing: [22, 4], disputed: [14, 4, 3, 4, 3, 4], planned: [9, 6], alleged: [2.5, 4.5],
  possible: [2.5, 9], denied: [11, 4, 2.5, 4], negated: [5, 9],
};

/** Outlines of the node shapes within a circle of radius 1, as points; null is a circle. */
gk.OUTLINES = {
  dot: null,
  square: [[-0.9, -0.9], [0.9, -0.9], [0.9, 0.9], [-0.9, 0.9]],
  diamond: [[0, -1.1], [1.1, 0], [0, 1.1], [-1.1, 0]],
  triangle: [[0, -1], [1, 0.8], [-1, 0.8]],
  triangleDown: [[0, 1], [1, -0.8], [-1, -0.8]],
  hexagon: [[1, 0], [0.5, 0.87], [-0.5, 0.87], [-1, 0], [-0.5, -0.87], [0.5, -0.87]],
  star: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((i) => {
    const radius = i % 2 ? 0.5 : 1.1;
    return [Math.sin((i * Math.PI) / 5) * radius, -Math.cos((i * Math.PI) / 5) * radius];
  }),
  custom: [[-0.32, -1], [0.32, -1], [0.32, -0.32], [1, -0.32], [1, 0.32], [0.32, 0.32], [0.32, 1], [-0.32, 1], [-0.32, 0.32], [-1, 0.32], [-1, -0.32], [-0.32, -0.32]],
};

gk.outlinePath = function (shape, x, y, size) {
  const round = (number) => Math.round(number * 100) / 100;
  const points = gk.OUTLINES[shape];
  if (!points) return `M${round(x - size)} ${round(y)}a${size} ${size} 0 1 0 ${2 * size} 0a${size} ${size} 0 1 0 ${-2 * size} 0Z`;
  return `M${points.map(([px, py]) => `${round(x + px * size)} ${round(y + py * size)}`).join("L")}Z`;
};
