import t from "tap";
import { readTrigger } from "../../src/sql/read-trigger.ts";
import { readVirtualTable } from "../../src/sql/read-virtual-table.ts";

t.test("a trigger is read once: when it fires, on what, and under which condition", async (t) => {
  const fires = (sql: string) => {
    const { table, fires } = readTrigger(`CREATE TRIGGER ${sql} BEGIN SELECT 1; END`);
    return [fires.time, fires.event, fires.of, table, fires.when?.text ?? null];
  };
  t.strictSame(fires("g INSERT ON tune"), ["BEFORE", "INSERT", [], "tune", null]);
  t.strictSame(fires("g AFTER DELETE ON tune FOR EACH ROW"), ["AFTER", "DELETE", [], "tune", null]);
  t.strictSame(fires("g INSTEAD OF UPDATE ON main.v"), ["INSTEAD OF", "UPDATE", [], "v", null]);
  t.strictSame(fires('g UPDATE OF end, "a b" ON begin'), ["BEFORE", "UPDATE", ["end", "a b"], "begin", null]);
  t.strictSame(fires("begin AFTER INSERT ON trigger"), ["AFTER", "INSERT", [], "trigger", null]);
  t.strictSame(fires("IF NOT EXISTS main.begin INSERT ON exists"), ["BEFORE", "INSERT", [], "exists", null]);
  t.strictSame(fires("before AFTER UPDATE OF instead ON after WHEN NEW.begin"), [
    "AFTER",
    "UPDATE",
    ["instead"],
    "after",
    "NEW.begin",
  ]);
  t.strictSame(fires("g AFTER INSERT ON t FOR EACH ROW WHEN (SELECT 1) /* x */ AND begin"), [
    "AFTER",
    "INSERT",
    [],
    "t",
    "(SELECT 1) /* x */ AND begin",
  ]);
});

t.test("a virtual table is read by the rules of its own module", async (t) => {
  const options = (module: string) => readVirtualTable(`CREATE VIRTUAL TABLE v USING ${module}`).options;
  const shown = (module: string) => {
    const { columns, content, contentRowid } = options(module);
    return [columns, "name" in content ? content.name : content.kind, contentRowid];
  };
  t.strictSame(shown("fts5(title UNINDEXED, 'b', content = 'my doc', content_rowid=id)"), [
    ["title", "b"],
    "my doc",
    "id",
  ]);
  t.strictSame(shown('fts5(title, CONT=[doc], content_r="id")'), [["title"], "doc", "id"]);
  t.strictSame(shown("fts5(title, content='')"), [["title"], "none", null]);
  t.strictSame(shown("fts4(title, content=doc)"), [["title"], "doc", null]);
  t.strictSame(shown("fts3(title, content=doc)"), [["title", "content"], "own", null]);
  t.strictSame(shown("rtree(id, x0, x1, +note TEXT)"), [["id", "x0", "x1", "note"], "own", null]);
  t.equal(options("fts5(title, tok = 'porter ascii')").tokenize, "porter ascii");
  t.equal(options('fts4(title, tokenize=unicode61 "a=b")').tokenize, 'unicode61 "a=b"');
  t.strictSame(options("fts3(title, tokenize porter)").columns, ["title"]);
  t.equal(options("fts3(title, tokenize porter)").tokenize, "porter");
  t.equal(options('fts4(title, languageid="lid")').language, "lid");
  t.equal(options("rtree(id, x0, x1)").fullText, false);
});
