import t from "tap";
import { boxOf } from "../../src/report/diagram/box.ts";
import { clusters } from "../../src/report/diagram/cluster.ts";
import { diagramOf } from "../../src/report/diagram/diagram.ts";
import { diagramOfChange } from "../../src/report/diagram/diagram-change.ts";
import { type Layout, layOut } from "../../src/report/diagram/layout.ts";
import { mermaid } from "../../src/report/diagram/mermaid.ts";
import { planPicture } from "../../src/report/diagram/plan-picture.ts";
import { svg } from "../../src/report/diagram/svg.ts";
import { emptySchema, column, largeSchema, reference, shopAfter, shopBefore, shopPlan, table } from "./fixtures.ts";
import { goldenBeside } from "../kit/golden.ts";

const golden = goldenBeside(import.meta.url);

const change = diagramOfChange(shopBefore, shopAfter, shopPlan.decisions);

t.test("a change is one diagram in which each mark is on what it is about", (t) => {
  const marks = change.entities.map((one) => `${one.name}: ${one.mark ?? "same"}`);
  t.same(marks, [
    "users: changed",
    "orders: changed",
    "order_log: same",
    "coupon: added",
    "open_orders: changed",
    "legacy_sessions: dropped",
  ]);
  const fields = change.entities.flatMap((one) =>
    one.fields
      .filter((field) => field.mark !== null)
      .map((field) => `${one.name}.${field.name} ${field.mark} ${field.was ?? ""}`.trim()),
  );
  t.same(fields, [
    "users.display_name renamed full_name",
    "users.region added",
    "orders.total changed REAL",
    "orders.currency added",
  ]);
  t.same(
    change.relations.map((one) => [change.entities[one.child]?.name, change.entities[one.parent]?.name, one.mark]),
    [
      ["orders", "users", null],
      ["coupon", "orders", "added"],
      ["legacy_sessions", "users", "dropped"],
    ],
  );
  t.end();
});

t.test("without the decision, a renamed column is one that is dropped and one that is added", (t) => {
  const users = diagramOfChange(shopBefore, shopAfter, []).entities[0];
  t.same(
    users?.fields.filter((field) => field.mark !== null).map((field) => `${field.name} ${field.mark}`),
    ["display_name added", "region added", "full_name dropped"],
  );
  t.end();
});

t.test("in a large schema only what changes is drawn, with its neighbours", async (t) => {
  const before = largeSchema(60);
  const tables = before.tables.map((one, at) =>
    at === 30 ? { ...one, columns: [...one.columns, column("new", "TEXT")] } : one,
  );
  const picture = await planPicture(before, { ...before, tables }, []);
  t.same(
    picture.diagram.entities.filter((one) => one.mark !== null).map((one) => one.name),
    [before.tables[30]?.name],
  );
  t.ok(picture.diagram.entities.length > 1 && picture.diagram.entities.length < 12);
  t.equal(picture.left + picture.diagram.entities.length, 60);
  for (const { child, parent } of picture.diagram.relations)
    t.ok(picture.diagram.entities[child] && picture.diagram.entities[parent]);
  const whole = await planPicture(shopBefore, shopAfter, []);
  t.equal(whole.left, 0, "a small one is drawn whole");
});

t.test("a renamed table keeps its references, and two tables that swap names are distinguished", (t) => {
  const a = table("a", [column("id", "INTEGER")]);
  const child = table("child", [column("a_id", "INTEGER")], { foreignKeys: [reference("a_id", "a")] });
  const b = { ...a, name: "b" };
  const moved = { ...child, foreignKeys: [reference("a_id", "b")] };
  const renamed = diagramOfChange({ ...emptySchema, tables: [a, child] }, { ...emptySchema, tables: [b, moved] }, [
    { kind: "rename-table", from: "a", to: "b" },
  ]);
  t.same([renamed.entities[0]?.mark, renamed.entities[0]?.was], ["renamed", "a"]);
  t.same(
    renamed.relations.map((one) => one.mark),
    [null],
    "the line is the same line",
  );
  const swapped = diagramOfChange(
    { ...emptySchema, tables: [a, { ...child, name: "b" }] },
    {
      ...emptySchema,
      tables: [
        { ...a, name: "b" },
        { ...child, name: "a" },
      ],
    },
    [
      { kind: "rename-table", from: "a", to: "b" },
      { kind: "rename-table", from: "b", to: "a" },
    ],
  );
  t.same(
    swapped.entities.map((one) => `${one.was} → ${one.name}`),
    ["a → b", "b → a"],
  );
  t.end();
});

t.test("mermaid shows a schema and a change", (t) => {
  golden(t, "shop.mmd", mermaid(diagramOf(shopAfter)).text);
  golden(t, "shop-change.mmd", mermaid(change).text);
  t.end();
});

const evil = [
  "<script>alert(1)</script>",
  'a"b',
  "x#y;z",
  "%%{init}%%",
  "e\nf",
  "曲",
  "",
  "]]>",
  "--",
  "`tick`",
  "{x}",
];

t.test("no name breaks out of mermaid", (t) => {
  const tables = evil.map((name) => table(name, [column(name, `${name} (1,2)`)]));
  const { text } = mermaid(diagramOf({ ...emptySchema, tables }));
  t.notMatch(text, "<");
  t.notMatch(text, "%%");
  for (const line of text.split("\n").slice(1, -1))
    t.match(
      line,
      /^ {2}(?:e\d+\["[^"]*"\] \{|\}| {2}[A-Za-z]\w*(?:\([\w]*\))? \w+(?: (?:PK|FK|UK)(?:,(?:PK|FK|UK))*)?(?: "[^"]*")?)$/,
    );
  t.end();
});

t.test("a diagram that is too large for mermaid says how many it left out", (t) => {
  const drawn = mermaid(diagramOf(largeSchema(300)), 10_000);
  t.ok(drawn.text.length < 15_000);
  t.ok(drawn.left > 100);
  t.equal(drawn.left + drawn.text.split("\n").filter((line) => /^ {2}e\d+\[/.test(line)).length, 300);
  t.end();
});

t.test("no box overlaps another, and no line runs through one", async (t) => {
  const schemas = { shop: shopBefore, fifty: largeSchema(50), hundreds: largeSchema(240) };
  for (const [name, schema] of Object.entries(schemas)) {
    const layout = await layOut(diagramOf(schema));
    t.same(overlaps(layout), [], `${name}: no overlap`);
    t.same(crossed(layout), [], `${name}: no line through a box`);
    t.ok(layout.width / layout.height < 3 && layout.height / layout.width < 3, `${name}: no ribbon`);
  }
});

t.test("what is drawn is where the layout says, inside the picture", async (t) => {
  const layout = await layOut(change);
  const text = svg(change, layout, "Change");
  const places = [...text.matchAll(/data-entity="(\d+)" transform="translate\(([\d.]+) ([\d.]+)\)/g)];
  t.equal(places.length, change.entities.length);
  for (const box of layout.boxes) {
    t.ok(box.x >= 0 && box.y >= 0 && box.x + box.width <= layout.width && box.y + box.height <= layout.height);
    t.ok(places.some(([, at, x, y]) => Number(at) === box.entity && Number(x) === box.x && Number(y) === box.y));
  }
  golden(t, "shop-change.svg", text);
});

t.test("the same schema is drawn the same, byte for byte", async (t) => {
  const diagram = diagramOf(largeSchema(50));
  t.equal(svg(diagram, await layOut(diagram), "x"), svg(diagram, await layOut(diagram), "x"));
});

t.test("hundreds of tables are grouped, every one in one group, none in a crowd", (t) => {
  const diagram = diagramOf(largeSchema(240));
  const groups = clusters(diagram);
  t.ok(groups.length > 8);
  t.equal(new Set(groups.flatMap((one) => one.entities)).size, 240);
  t.equal(
    groups.reduce((sum, one) => sum + one.entities.length, 0),
    240,
  );
  for (const group of groups) t.ok(group.entities.length <= 24, group.label ?? "");
  t.end();
});

t.test("names cannot break out of SVG", async (t) => {
  const tables = evil.map((name) => table(name, [column(name, name)]));
  const diagram = diagramOf({ ...emptySchema, tables });
  const text = svg(diagram, await layOut(diagram), "<script>");
  t.notMatch(text, /<script/i);
  t.match(text, "&lt;script&gt;alert(1)&lt;/script&gt;");
});

t.test("an empty schema is an empty picture", async (t) => {
  const layout = await layOut(diagramOf(emptySchema));
  t.same(layout.boxes, []);
  t.match(svg(diagramOf(emptySchema), layout, "Nothing"), "0 tables");
});

t.test("a very wide table shows its keys in a large diagram, and counts the rest", (t) => {
  const wide = table("wide", [
    column("id", "INTEGER"),
    ...Array.from({ length: 200 }, (_, at) => column(`c${at}`, "TEXT")),
  ]);
  const box = boxOf(diagramOf({ ...emptySchema, tables: [wide] }), 0, true, []);
  t.same(
    box.rows.map((row) => row.name),
    ["id", "200 more columns"],
  );
  t.end();
});

function overlaps(layout: Layout): string[] {
  const found: string[] = [];
  for (const [at, a] of layout.boxes.entries())
    for (const b of layout.boxes.slice(at + 1))
      if (a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height)
        found.push(`${a.title} over ${b.title}`);
  return found;
}

/** A line touches the two boxes that it joins, at their edges, and no other. */
function crossed(layout: Layout): string[] {
  const found: string[] = [];
  for (const line of layout.lines)
    for (let at = 1; at < line.points.length; at += 1) {
      const [a, b] = [line.points[at - 1], line.points[at]];
      if (a === undefined || b === undefined) continue;
      for (const box of layout.boxes) {
        const inside =
          Math.max(a.x, b.x) > box.x + 1 &&
          Math.min(a.x, b.x) < box.x + box.width - 1 &&
          Math.max(a.y, b.y) > box.y + 1 &&
          Math.min(a.y, b.y) < box.y + box.height - 1;
        if (inside) found.push(`relation ${line.relation} through ${box.title}`);
      }
    }
  return found;
}
