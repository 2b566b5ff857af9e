import { freshName } from "./names.ts";
import { collations, someCondition, someExpression } from "./pools.ts";
import type { Make } from "./make-table.ts";
import {
  ref,
  refText,
  type IndexSketch,
  type Sketch,
  type TableSketch,
  type TriggerSketch,
  type ViewSketch,
} from "./sketch.ts";

export function takenNames(sketch: Sketch): string[] {
  return [sketch.tables, sketch.indexes, sketch.views, sketch.triggers, sketch.virtuals].flatMap((list) =>
    list.map(({ name }) => name),
  );
}

export function makeIndex({ random, id }: Make, sketch: Sketch, table: TableSketch): IndexSketch {
  const count = Math.min(table.columns.length, 1 + random.below(3));
  return {
    id: id(),
    name: freshName(random, takenNames(sketch)),
    table: table.id,
    unique: random.chance(0.25),
    terms: random.some(table.columns, count).map((column) => ({
      sql: random.chance(0.25) ? someExpression(random, column.id, random.pick(table.columns).id) : ref(column.id),
      collate: random.chance(0.15) ? random.pick([...collations, "BINARY"]) : null,
      descending: random.chance(0.2),
    })),
    where: random.chance(0.25) ? someCondition(random, random.pick(table.columns).id) : null,
  };
}

interface Source {
  readonly id: number;
  readonly columns: readonly { readonly id: number }[];
}

export function makeView({ random, id }: Make, sketch: Sketch): ViewSketch | null {
  const sources: Source[] = [...sketch.tables, ...sketch.views];
  const source = random.any(sources);
  if (!source) return null;
  const columns: ViewSketch["columns"] = [];
  const output = () => {
    const column = {
      id: id(),
      name: freshName(
        random,
        columns.map(({ name }) => name),
      ),
    };
    columns.push(column);
    return column.id;
  };
  const listed = random.chance(0.3);
  const as = () => {
    const number = output();
    return listed ? "" : ` AS ${ref(number)}`;
  };
  const from = ref(source.id);
  const some = random.some(source.columns, 1 + random.below(3)).map(({ id }) => id);
  const first = some[0] as number;
  const qualified = (number: number) => (random.chance(0.5) ? `${from} . ${ref(number)}` : ref(number));
  const body = random.pick([
    () => `SELECT ${some.map((c) => `${qualified(c)}${as()}`).join(" , ")} FROM ${from}`,
    () =>
      `SELECT ${some.map((c) => `${qualified(c)}${as()}`).join(" , ")} FROM ${from} WHERE ${someCondition(random, first)}`,
    () =>
      `SELECT DISTINCT ${qualified(first)}${as()} , count( * )${as()} FROM ${from} GROUP BY 1 HAVING count( * ) > 0`,
    () =>
      `SELECT ${qualified(first)}${as()} FROM ${from} UNION ALL SELECT 'it''s; (not) -- an end' ORDER BY 1 LIMIT 50`,
    () => {
      const other = random.pick(sources);
      const right = random.pick(other.columns).id;
      return `SELECT a . ${ref(first)}${as()} , b . ${ref(right)}${as()} FROM ${from} AS a LEFT JOIN ${ref(other.id)} AS b ON a . ${ref(first)} = b . ${ref(right)}`;
    },
    () =>
      `WITH RECURSIVE steps( n ) AS ( SELECT 1 UNION ALL SELECT n + 1 FROM steps WHERE n < 5 ) SELECT n${as()} , ( SELECT max( ${ref(first)} ) FROM ${from} )${as()} FROM steps`,
    () =>
      `WITH q AS ( SELECT ${ref(first)} AS z FROM ${from} ) SELECT z${as()} , row_number( ) OVER ( ORDER BY z )${as()} FROM q`,
  ])();
  return { id: id(), name: freshName(random, takenNames(sketch)), columns, listed, body };
}

export function makeTrigger(make: Make, sketch: Sketch): TriggerSketch | null {
  const { random, id } = make;
  const onView = random.chance(0.25) ? random.any(sketch.views) : null;
  const on: Source | null = onView ?? random.any(sketch.tables);
  if (!on) return null;
  const target = random.pick(sketch.tables.length > 0 ? sketch.tables : []);
  const write = target.columns.filter(({ generated }) => !generated);
  const column = ref(random.pick(write).id);
  const own = ref(random.pick(on.columns).id);
  const kind = random.pick(["INSERT", "DELETE", "UPDATE", "UPDATE OF"]);
  const row = kind === "DELETE" ? "OLD" : random.chance(0.8) || kind === "INSERT" ? "NEW" : "OLD";
  const into = ref(target.id);
  const statements = [
    () => `UPDATE ${into} SET ${column} = ${column} WHERE ${column} IS ${row} . ${own} AND 0`,
    () => `INSERT OR IGNORE INTO ${into} ( ${column} ) VALUES ( ${row} . ${own} )`,
    () => `INSERT OR IGNORE INTO ${into} ( ${column} ) SELECT ${row} . ${own} WHERE ${row} . ${own} = 'END;'`,
    () => `DELETE FROM ${into} WHERE ${column} = 'no; such)' AND ${row} . ${own} IS NULL`,
    () => `SELECT RAISE( ABORT , 'it''s; END' ) WHERE ${row} . ${own} = 'zz''top'`,
    () => `SELECT CASE WHEN ${row} . ${own} IS NULL THEN 1 ELSE 2 END`,
    () => `UPDATE OR IGNORE ${into} SET ${column} = ( SELECT max( ${column} ) FROM ${into} ) WHERE ${column} = 'none'`,
  ];
  return {
    id: id(),
    name: freshName(random, takenNames(sketch)),
    on: on.id,
    time: onView ? "INSTEAD OF" : random.pick(["BEFORE", "AFTER", "AFTER", ""]),
    event: kind === "UPDATE OF" ? `UPDATE OF ${own}` : kind,
    when: random.chance(0.3) ? `${row} . ${own} IS NOT ';)'` : null,
    body: Array.from({ length: 1 + random.below(3) }, () => random.pick(statements)()),
  };
}

/** A search index over a table, with the triggers that keep it in step; or one that stands alone. */
export function giveVirtual({ random, id }: Make, sketch: Sketch): void {
  const number = id();
  const name = `find_${random.below(1000)}`;
  if (takenNames(sketch).includes(name)) return;
  const simple = ({ name }: { name: string }) => /^[a-z_]+$/.test(name) && !/^(rank|rowid)$/.test(name);
  const contents = sketch.tables.filter(
    (table) =>
      simple(table) &&
      !table.withoutRowid &&
      table.columns.some(simple) &&
      !/^(order|select|group|index|from|primary|check|default|values|new|old|end|key|null|true|without|strict|generated|always|stored|conflict|excluded)$/.test(
        table.name,
      ) &&
      !table.columns.some((c) => c.name === "rowid"),
  );
  const content = random.chance(0.6) ? random.any(contents) : null;
  if (!content) {
    const [module, args] = random.pick<[string, string[]]>([
      ["fts5", ["title", "body", "tokenize = 'porter unicode61'"]],
      ["fts5", ["body", "prefix = '2 3'", "columnsize = 0"]],
      ["rtree", ["id", "min_x", "max_x", "min_y", "max_y"]],
      ["rtree_i32", ["id", "x0", "x1"]],
      ["fts4", ["body", "tokenize=porter"]],
    ]);
    sketch.virtuals.push({ id: number, name, module, args, content: null });
    return;
  }
  const columns = random.some(
    content.columns.filter((column) => simple(column) && !column.generated),
    2,
  );
  if (columns.length === 0) return;
  const list = columns.map(({ id }) => ref(id));
  const args = [...list, `content = ${refText(content.id)}`, "content_rowid = 'rowid'"];
  sketch.virtuals.push({ id: number, name, module: "fts5", args, content: content.id });
  const self = ref(number);
  const values = (row: string) => list.map((column) => `${row} . ${column}`).join(" , ");
  const put = `INSERT INTO ${self} ( rowid , ${list.join(" , ")} ) VALUES ( NEW . rowid , ${values("NEW")} )`;
  const take = `INSERT INTO ${self} ( ${self} , rowid , ${list.join(" , ")} ) VALUES ( 'delete' , OLD . rowid , ${values("OLD")} )`;
  for (const [event, body] of [
    ["INSERT", [put]],
    ["DELETE", [take]],
    ["UPDATE", [take, put]],
  ] as const) {
    const trigger = {
      id: id(),
      name: `${name}_${event}`,
      on: content.id,
      time: "AFTER" as const,
      event,
      when: null,
      body: [...body],
    };
    sketch.triggers.push(trigger);
  }
}
