import type { Problem } from "../problem/problem.ts";
import { withoutSecrets, wrongUrl } from "./url.ts";

/** URLs of other tools: how to write them for trueup, or that they are not supported. Null if unknown. */
export function foreignUrl(text: string): Problem | null {
  const sqlite = /^(?:jdbc:)?sqlite3?(?:\+[a-z0-9]+)?:(.*)$/is.exec(text)?.[1];
  if (sqlite !== undefined) return sqliteUrl(text, sqlite);
  const scheme = /^(?:jdbc:)?([a-z0-9]+)/i.exec(text)?.[1]?.toLowerCase() ?? "";
  const engine = engines.get(scheme);
  if (engine === undefined) return null;
  const { name, use } = engine;
  return wrongUrl(withoutSecrets(text), `this is a ${name} database, and trueup is for SQLite and libSQL`, [
    ...(use === undefined ? [] : [`declarative tools that serve ${name} well: ${use}`]),
  ]);
}

/**
 * SQLAlchemy and those that followed it put three slashes before a relative path and four before an absolute one;
 * others write none. A query says how to open it, which is decided here instead.
 */
function sqliteUrl(text: string, rest: string): Problem {
  const path = rest.replace(/[?#].*$/s, "").replace(/^\/\/(?:\/(?=.)|(?=[^/]))/, "");
  if (/^\/*$/.test(path) || path.startsWith(":memory:")) {
    return wrongUrl(withoutSecrets(text), "an in-memory database is empty and invisible to others", [
      "name a file:  file:app.db",
    ]);
  }
  const scheme = text.slice(0, text.length - rest.length);
  return wrongUrl(withoutSecrets(text), `"${scheme}" is how other tools name a SQLite database`, [
    `here it is  file:${path}`,
  ]);
}

interface Engine {
  readonly name: string;
  readonly use?: string;
}

const postgres: Engine = { name: "PostgreSQL", use: "pgschema, pg-delta, Atlas" };
const mysql: Engine = { name: "MySQL", use: "Skeema, Atlas" };
const sqlServer: Engine = { name: "SQL Server", use: "Atlas" };

const engines = new Map<string, Engine>([
  ["postgres", postgres],
  ["postgresql", postgres],
  ["mysql", mysql],
  ["mariadb", { ...mysql, name: "MariaDB" }],
  ["sqlserver", sqlServer],
  ["mssql", sqlServer],
  ["mongodb", { name: "MongoDB" }],
  ["oracle", { name: "Oracle" }],
  ["duckdb", { name: "DuckDB" }],
]);
