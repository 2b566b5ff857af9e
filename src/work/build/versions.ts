import { compareText } from "../../model/names.ts";

interface Version {
  readonly numbers: readonly number[];
  /** The parts of `-beta.2`, a pre-release; empty for a release. */
  readonly before: readonly string[];
}

/** Releases in order: v1.9.0, v1.10.0-beta.1, v1.10.0. Names that are not versions come first, sorted. */
export function compareReleases(a: string, b: string): number {
  const [left, right] = [versionOf(a), versionOf(b)];
  if (left === null || right === null)
    return Number(left !== null) - Number(right !== null) || (left === null ? compareText(a, b) : 0);
  for (let n = 0; n < Math.max(left.numbers.length, right.numbers.length); n++) {
    const difference = (left.numbers[n] ?? 0) - (right.numbers[n] ?? 0);
    if (difference !== 0) return difference;
  }
  return compareBefore(left.before, right.before) || compareText(a, b);
}

export function isVersion(name: string): boolean {
  return versionOf(name) !== null;
}

/** `v1.2.0-beta.1`, `app-2.0`, `2024.11`: what stands before the first digit does not count, nor does what follows a plus. */
function versionOf(name: string): Version | null {
  const [, numbers, before] = /(?:^|[^0-9])([0-9]+(?:\.[0-9]+)*)(?:-([0-9A-Za-z.-]+))?(?:\+.*)?$/.exec(name) ?? [];
  if (numbers === undefined) return null;
  return { numbers: numbers.split(".").map(Number), before: before === undefined ? [] : before.split(".") };
}

/** As semver.org orders them: numbers by value and before words, and a release after all its pre-releases. */
function compareBefore(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return Number(b.length > 0) - Number(a.length > 0);
  for (let n = 0; n < Math.max(a.length, b.length); n++) {
    const [left, right] = [a[n], b[n]];
    if (left === undefined || right === undefined) return Number(left !== undefined) - Number(right !== undefined);
    const numeric = [left, right].map((part) => /^[0-9]+$/.test(part));
    const order =
      numeric[0] && numeric[1]
        ? Number(left) - Number(right)
        : Number(numeric[1]) - Number(numeric[0]) || compareText(left, right);
    if (order !== 0) return order;
  }
  return 0;
}
