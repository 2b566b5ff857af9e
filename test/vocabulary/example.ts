import { openScratch } from "../../src/database/scratch.ts";
import type { Scratch } from "../../src/database/connection.ts";
import { writeDeclaration } from "../../src/compile/write/write-declaration.ts";
import { type Declared, declared, isObject, type ObjectData } from "../../src/vocabulary/declaration.ts";
import { namesOf } from "./names-of.ts";
import * as music from "../../schema/music.ts";
import * as people from "../../schema/people.ts";
import * as practice from "../../schema/practice.ts";

export const example = { ...music, ...people, ...practice };

const order = ["table", "virtual-table", "index", "view", "trigger"];

/** The example schema, created in an empty database by its declarations. */
export function createExample(): { scratch: Scratch; statements: ReadonlyMap<string, string> } {
  const names = namesOf(example);
  const objects: readonly Declared<ObjectData>[] = Object.values(example).filter(isObject);
  const rank = (object: Declared<ObjectData>) => order.indexOf(object[declared].declare);
  const scratch = openScratch();
  const statements = new Map<string, string>();
  for (const object of [...objects].sort((a, b) => rank(a) - rank(b))) {
    const { sql } = writeDeclaration(object, names);
    scratch.exec(sql);
    statements.set(names.get(object) ?? "", sql);
  }
  return { scratch, statements };
}
