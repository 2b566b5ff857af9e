/** A small line chart on logarithmic axes, as SVG. */
export function line({ title, x, series }) {
  const [width, height, left, bottom] = [640, 360, 60, 50];
  const points = series.flatMap((each) => each.points);
  const range = (values) => [Math.log10(Math.min(...values)), Math.log10(Math.max(...values))];
  const [x0, x1] = range(points.map(([value]) => value));
  const [y0, y1] = range(points.map(([, value]) => value)).map((value, n) =>
    n === 0 ? Math.floor(value) : Math.ceil(value),
  );
  const px = (value) => left + ((Math.log10(value) - x0) / (x1 - x0 || 1)) * (width - left - 130);
  const py = (value) => height - bottom - ((Math.log10(value) - y0) / (y1 - y0 || 1)) * (height - bottom - 50);
  const colours = ["#0969da", "#6e7781", "#cf222e", "#1a7f37"];
  const ticks = [];
  for (let power = y0; power <= y1; power++) {
    const at = py(10 ** power).toFixed(1);
    ticks.push(`<line x1="${left}" x2="${width - 130}" y1="${at}" y2="${at}" stroke="#d0d7de"/>`);
    ticks.push(
      `<text x="${left - 8}" y="${at}" text-anchor="end" dominant-baseline="middle">${duration(10 ** power)}</text>`,
    );
  }
  for (const value of new Set(points.map(([value]) => value))) {
    ticks.push(
      `<text x="${px(value).toFixed(1)}" y="${height - bottom + 18}" text-anchor="middle">${value.toLocaleString("en")}</text>`,
    );
  }
  const ends = apart(series.map(({ points }) => py(points.at(-1)[1])));
  const lines = series.map(({ name, points }, n) => {
    const path = points.map(([a, b], k) => `${k === 0 ? "M" : "L"}${px(a).toFixed(1)} ${py(b).toFixed(1)}`).join(" ");
    const [lastX] = points.at(-1);
    const colour = colours[n % colours.length];
    const dots = points.map(
      ([a, b]) => `<circle cx="${px(a).toFixed(1)}" cy="${py(b).toFixed(1)}" r="3" fill="${colour}"/>`,
    );
    return `<path d="${path}" fill="none" stroke="${colour}" stroke-width="2"/>${dots.join("")}<text x="${(px(lastX) + 8).toFixed(1)}" y="${ends[n].toFixed(1)}" fill="${colour}" dominant-baseline="middle">${name}</text>`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="system-ui, sans-serif" font-size="12" fill="#57606a" role="img" aria-label="${title}">
<rect width="100%" height="100%" fill="#ffffff"/>
<text x="${left}" y="24" font-size="14" fill="#24292f">${title}</text>
${ticks.join("\n")}
${lines.join("\n")}
<text x="${(width - 130 + left) / 2}" y="${height - 12}" text-anchor="middle">${x}</text>
</svg>
`;
}

const duration = (ms) => (ms < 1000 ? `${ms} ms` : `${ms / 1000} s`);

/** Names at the ends of the lines, moved until none covers another. */
function apart(heights) {
  const order = heights.map((_, n) => n).sort((a, b) => heights[a] - heights[b]);
  const placed = [...heights];
  for (let k = 1; k < order.length; k++) placed[order[k]] = Math.max(placed[order[k]], placed[order[k - 1]] + 15);
  return placed;
}
