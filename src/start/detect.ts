import type { Driver, Soon } from "./driver.ts";
import {
  type BetterSqlite3Database,
  type BunSqliteDatabase,
  betterSqlite3,
  bunSqlite,
  type ClientOfLibsql,
  durableObject,
  libsql,
  libsqlClient,
  type NodeSqliteDatabase,
  nodeSqlite,
  type SqlJsDatabase,
  type Storage,
  sqlJs,
} from "./drivers.ts";
import { asEngineError } from "./engine-error.ts";
import { StartError } from "./start-error.ts";

/** Recognises the driver of a connection by its properties. Anything else has to be a `Driver`. */
export function driverOf(db: object): Driver {
  // Callers may have no types.
  const has = (name: string) => typeof (db as Record<string, unknown> | null)?.[name] === "function";
  if (has("prepare") && has("pragma")) {
    const same = db as BetterSqlite3Database;
    // libsql has the same shape, and in addition what belongs to replicas.
    return has("syncUntil") ? libsql(same) : betterSqlite3(same);
  }
  if (has("prepare") && "isTransaction" in db) return nodeSqlite(db as object as NodeSqliteDatabase);
  if (has("query") && has("fileControl")) return bunSqlite(db as BunSqliteDatabase);
  if (has("prepare") && has("getRowsModified") && has("export")) return sqlJs(db as SqlJsDatabase);
  if (has("transactionSync") && "sql" in db) return durableObject(db as Storage);
  if (has("executeMultiple") && has("migrate")) return libsqlClient(db as ClientOfLibsql);
  if (has("all") && has("exec") && "name" in db) return ofOnesOwn(db as Driver);
  throw new StartError("engine", "this is not a known kind of database connection", {
    evidence: [`it is ${db?.constructor?.name ?? "nothing"}`],
    help: [
      has("withSession")
        ? "D1 is changed from outside, with `trueup apply`"
        : "pass a Driver: name, all(sql) and exec(sql)",
    ],
  });
}

/** Its errors are read like those of the others; nothing else about it changes. */
function ofOnesOwn(driver: Driver): Driver {
  const said = (error: unknown): never => {
    throw asEngineError(error);
  };
  const saying = <T>(work: () => Soon<T>): Soon<T> => {
    try {
      const answer = work();
      return answer instanceof Promise ? answer.catch(said) : answer;
    } catch (error) {
      return said(error);
    }
  };
  return new Proxy(driver, {
    get(_, key) {
      const value = Reflect.get(driver, key);
      if (typeof value !== "function") return value;
      const asked = ["all", "exec", "prepare", "request"].includes(String(key));
      return (...args: unknown[]) => (asked ? saying(() => value.apply(driver, args)) : value.apply(driver, args));
    },
  });
}
