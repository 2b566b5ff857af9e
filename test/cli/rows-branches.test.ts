import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "libsql";
import t from "tap";
import { built, command, shell } from "./run.ts";

built();

const head =
  'import { rows, rowsFrom, table, text } from "trueup";\nexport const genre = table({ id: text().primaryKey(), name: text() });\n';
const list = ["irl Irish", "old Old-time", "sco Scottish"].map((each) => each.split(" "));
const forms = {
  "genres.json": `[\n${list.map(([id, name]) => `  { "id": "${id}", "name": "${name}" }`).join(",\n")}\n]\n`,
  "genres.csv": `id,name\n${list.map((row) => row.join(",")).join("\n")}\n`,
  "schema.ts": `${head}rows(genre, [\n${list.map(([id, name]) => `  { id: "${id}", name: "${name}" },`).join("\n")}\n]);\n`,
} as const;

for (const [file, text] of Object.entries(forms))
  t.test(`${file}: what two branches pull is merged line by line`, async (t) => {
    const cwd = t.testdir();
    const git = (command: string) => {
      const ran = shell({ cwd }, command);
      t.equal(ran.exit, 0, `${command}: ${ran.out}${ran.err}`);
    };
    const database = (sql: string) => {
      const opened = new Database(join(cwd, "app.db"));
      opened.exec(sql);
      opened.close();
    };
    writeFileSync(join(cwd, file), text);
    if (file !== "schema.ts") writeFileSync(join(cwd, "schema.ts"), `${head}rows(genre, rowsFrom("${file}"));\n`);
    writeFileSync(
      join(cwd, "trueup.config.ts"),
      'export default { schema: "schema.ts", targets: { dev: "file:app.db" } };\n',
    );
    database("CREATE TABLE genre (id TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL)");
    t.equal((await command({ cwd }, "apply", "dev", "--yes")).exit, 0);
    git(
      "echo app.db > .gitignore; echo backups >> .gitignore; git init -q && git add -A && git commit -qm first && git branch other",
    );
    const pull = async (sql: string, message: string) => {
      database(sql);
      const pulled = await command({ cwd }, "pull", "--rows", "genre", "dev");
      t.equal(pulled.exit, 0, pulled.err);
      git(`git commit -qam ${message}`);
    };
    await pull("UPDATE genre SET name = 'Irish (trad.)' WHERE id = 'irl'", "renamed");
    git("git checkout -q other");
    await pull(
      "UPDATE genre SET name = 'Irish' WHERE id = 'irl'; INSERT INTO genre VALUES ('swe', 'Swedish')",
      "added",
    );
    git("git merge -q -m both master 2>/dev/null || git merge -q -m both main");
    const merged = readFileSync(join(cwd, file), "utf8");
    t.match(merged, "Irish (trad.)");
    t.match(merged, "Swedish");
    database("UPDATE genre SET name = 'Irish (trad.)' WHERE id = 'irl'");
    t.equal((await command({ cwd }, "drift")).exit, 0, "the database with both is what is declared");
  });
