import type { Point } from "./layout.ts";

interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * Packs rectangles without overlap into a page about half as wide again as it is high: the tallest first, each at the
 * lowest free place, and then the leftmost. Returns the places in the order of the sizes.
 */
export function packed(sizes: readonly Size[], gap: number): readonly Point[] {
  const area = sizes.reduce((sum, one) => sum + (one.width + gap) * (one.height + gap), 0);
  const page = Math.max(Math.sqrt(area * 1.6), ...sizes.map((one) => one.width + gap));
  const order = [...sizes.keys()].sort((a, b) => height(sizes, b) - height(sizes, a) || a - b);
  // How far down the page is filled, from left to right: each piece extends from its `x` to that of the next one.
  let skyline: Point[] = [{ x: 0, y: 0 }];
  const places: Point[] = sizes.map(() => ({ x: 0, y: 0 }));
  for (const at of order) {
    const size = sizes[at] as Size;
    const wide = size.width + gap;
    const open = skyline.filter(({ x }) => x + wide <= page + 1e-6).map(({ x }) => ({ x, y: top(skyline, x, wide) }));
    const [best = { x: 0, y: top(skyline, 0, wide) }] = open.sort((a, b) => a.y - b.y || a.x - b.x);
    places[at] = best;
    skyline = raise(skyline, best, wide, size.height + gap);
  }
  return places;
}

function height(sizes: readonly Size[], at: number): number {
  return sizes[at]?.height ?? 0;
}

/** The lowest point that is filled within a range. */
function top(skyline: readonly Point[], from: number, wide: number): number {
  const under = skyline.filter(({ x }, at) => x < from + wide && (skyline[at + 1]?.x ?? Infinity) > from);
  return Math.max(0, ...under.map(({ y }) => y));
}

function raise(skyline: readonly Point[], at: Point, wide: number, high: number): Point[] {
  const end = at.x + wide;
  const behind = skyline.findLast(({ x }) => x <= end)?.y ?? 0;
  const left = skyline.filter(({ x }) => x < at.x);
  const right = skyline.filter(({ x }) => x > end);
  return [...left, { x: at.x, y: at.y + high }, { x: end, y: behind }, ...right];
}
