import { readdirSync, readFileSync, statSync } from "node:fs";
import { basename, join, relative } from "node:path";

/** One migration file: what it does on the way up. */
export interface Migration {
  readonly name: string;
  readonly sql: string;
}

/**
 * A folder of SQL files in the order in which every such tool runs them: by their numbers. Down migrations are left
 * out.
 */
export function migrationsIn(folder: string): Migration[] {
  return sqlFiles(folder)
    .filter((path) => !/(?:^|[._/-])down\.sql$/i.test(path))
    .map((path) => ({ name: relative(folder, path), sql: upOnly(readFileSync(path, "utf8")) }))
    .sort((a, b) => byNumbers(a.name, b.name));
}

function sqlFiles(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return sqlFiles(path);
    return basename(path).endsWith(".sql") ? [path] : [];
  });
}

function byNumbers(a: string, b: string): number {
  return a.localeCompare(b, "en", { numeric: true });
}

/** goose, dbmate and sql-migrate write both directions into one file. */
function upOnly(sql: string): string {
  const down = sql.search(/^--\s*(?:\+goose Down|migrate:down|\+migrate Down)/im);
  return down === -1 ? sql : sql.slice(0, down);
}
