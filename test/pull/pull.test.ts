import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import t from "tap";
import ts from "typescript";
import { openScratch } from "../../src/database/scratch.ts";
import { introspectScratch } from "../../src/introspect/introspect.ts";
import { fingerprint } from "../../src/model/fingerprint.ts";
import { columnOrder } from "../../src/model/canonical.ts";
import type { Schema } from "../../src/model/schema.ts";
import { compileSources } from "../../src/compile/compile.ts";
import { pull } from "../../src/pull/pull.ts";

const root = join(import.meta.dirname, "../..");
const folder = join(root, "test/scenarios/pull");
const scenarios = readdirSync(folder).map((file) => file.replace(/\.sql$/, ""));

function live(sql: string): Schema {
  const scratch = openScratch();
  try {
    scratch.exec(sql);
    return introspectScratch(scratch);
  } finally {
    scratch.close();
  }
}

const outputs = new Map<string, string>();

t.test("every scenario becomes declarations that are the database", async (t) => {
  for (const name of scenarios) {
    await t.test(name, async (t) => {
      const schema = live(readFileSync(join(folder, `${name}.sql`), "utf8"));
      const pulled = await pull({ schema, into: new Map(), path: "schema", strict: false });
      if (!pulled.ok) return t.fail(JSON.stringify(pulled.problems, null, 2));
      for (const [file, text] of pulled.value.files) outputs.set(`${name}/${file}`, text);
      const again = await compileSources(pulled.value.files, "schema");
      if (!again.ok) return t.fail(JSON.stringify(again.problems, null, 2));
      const left = new Set(pulled.warnings.filter((each) => each.code === "pull-left-out").map((each) => each.subject));
      const stays = (object: { name: string }) => !left.has(object.name);
      const wanted = { ...schema, views: schema.views.filter(stays), triggers: schema.triggers.filter(stays) };
      t.equal(fingerprint(again.value.schema), fingerprint(wanted), "the same fingerprint");
      const orders = (of: Schema) => Object.fromEntries(of.tables.map((table) => [table.name, columnOrder(table)]));
      t.same(orders(again.value.schema), orders(schema), "columns in the same order");
      const twice = await pull({ schema, into: pulled.value.files, path: "schema", strict: false });
      t.same(twice.ok && [...twice.value.files.keys()], [], "pulling again changes nothing");
    });
  }
});
