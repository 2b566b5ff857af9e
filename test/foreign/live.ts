import { nothingBeside } from "../../src/model/beside.ts";
import type { Engine } from "../../src/database/engine.ts";
import { snapshotOf } from "../../src/database/file.ts";
import { introspect } from "../../src/introspect/introspect.ts";
import type { Schema } from "../../src/model/schema.ts";

export async function introspectionOf(engine: Engine): Promise<Schema> {
  const read = await introspect(snapshotOf(engine), nothingBeside);
  if (!read.ok) throw new Error(read.problems[0]?.message);
  return read.value;
}
