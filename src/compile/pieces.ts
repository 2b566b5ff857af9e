import { contentDigest } from "./cache.ts";
import type { Piece } from "./declared.ts";
import type { Module } from "./read/module.ts";
import type { NamedObject } from "./read/name-objects.ts";

/**
 * The statements of a file, each with all that stands above it, and what follows the last one. None if the file has
 * others than imports and consts, or if it is not known which of them makes which object.
 */
export function piecesOf({ text, statements }: Module, objects: readonly NamedObject[]): readonly Piece[] {
  const pieces: Piece[] = [];
  let start = 0;
  let made = 0;
  const add = (end: number, names: readonly string[] | null) => {
    const first = made;
    while (isBetween(objects[made], start, end)) made++;
    pieces.push({ size: end - start, digest: digestOf(text.slice(start, end)), names, objects: made - first });
    start = end;
  };
  for (const { end, names } of statements) {
    if (names === undefined) return [];
    add(end, names);
  }
  add(text.length, []);
  return made === objects.length && objects.every(({ name }) => !name.includes(".")) ? pieces : [];
}

function isBetween(object: NamedObject | undefined, start: number, end: number): boolean {
  return object !== undefined && object.at.start >= start && object.at.start < end;
}

export function digestOf(text: string): string {
  return contentDigest(text).slice(0, 20);
}
