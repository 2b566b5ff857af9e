import { type Problem, type Span, ProblemError } from "../../problem/problem.ts";
import { dataOf, declared, type Declared, isObject, type ObjectData } from "../../vocabulary/declaration.ts";
import type { NamedObject } from "../read/name-objects.ts";
import type { ConstBinding, Module, Run } from "../read/module.ts";
import { exportedValue, exportNames, findExport } from "../read/names.ts";
import { placeOf } from "../read/trace.ts";
import { isUnread, errorOf } from "../read/unread.ts";
import { indexesOf, isDrizzleTable } from "./table.ts";
import { describedView } from "./view.ts";

export interface DrizzleObjects {
  readonly objects: readonly NamedObject[];
  readonly problems: readonly Problem[];
  readonly views: readonly { readonly name: string; readonly must: Problem | null }[];
  /** Exports that could not be read and may be tables. */
  readonly unread: readonly Problem[];
  /**
   * Tables that are not exported, or by other files than the named ones: not part of the schema. A key refers to them
   * in a function, so they are known when everything has been written.
   */
  readonly outside: () => ReadonlyMap<object, ConstBinding>;
}

/** The exports of the named files, as drizzle-kit sees them: tables with their indexes, and views. */
export function drizzleObjects(roots: readonly Module[], run: Run): DrizzleObjects {
  const objects: NamedObject[] = [];
  const problems: Problem[] = [];
  const views: { name: string; must: Problem | null }[] = [];
  const unread: Problem[] = [];
  const seen = new Set<unknown>();
  const others = new Map<string, ConstBinding[]>();
  for (const module of roots) {
    for (const name of exportNames(module)) {
      const binding = findExport(module, name, new Set());
      if (binding === null || binding === "refused" || "word" in binding || binding.kind !== "const") continue;
      const value = exportedValue(module, name, run);
      const [trouble] = isUnread(value) ? errorOf(value).problems : [];
      if (trouble?.code === "drizzle-other") {
        others.set(trouble.message, [...(others.get(trouble.message) ?? []), binding]);
        continue;
      }
      if (seen.has(value)) continue;
      seen.add(value);
      if (isUnread(value)) {
        if (value.making !== null) problems.push(...errorOf(value).problems);
        else if (!value.harmless) unread.push(...errorOf(value).problems.map((each) => mayBeTable(each, binding)));
      } else if (isObject(value)) add(value, binding);
    }
  }
  const nothing = objects.length === 0 && views.length === 0 && unread.length === 0;
  const level = nothing && problems.length === 0 ? "error" : "warning";
  const other = [...others].map(([what, [first, ...more]]) =>
    passedOver(what, first as ConstBinding, more.length, level),
  );
  return { objects, problems: [...problems, ...other], views, unread, outside };

  function outside(): ReadonlyMap<object, ConstBinding> {
    const consts = [...run.modules.values()].flatMap(({ bindings, loose }) => (loose ? [...bindings.values()] : []));
    return new Map(
      consts.flatMap((binding) => {
        const value = binding.kind === "const" ? binding.value : undefined;
        const isTable = isObject(value) && isDrizzleTable(value) && !seen.has(value);
        return isTable ? [[value, binding as ConstBinding] as const] : [];
      }),
    );
  }

  function add(value: Declared<ObjectData>, binding: ConstBinding): void {
    const name = value[declared].name ?? binding.name;
    const how = describedView(value);
    if (how !== null) {
      views.push({ name, must: how === "existing" ? null : byBuilder(name, binding.at) });
      return;
    }
    const first = objects.length;
    objects.push({ name, value, at: binding.at, doc: binding.doc });
    if (!isDrizzleTable(value)) return;
    try {
      for (const index of indexesOf(value)) {
        const at = placeOf(run.traces, index) ?? binding.at;
        objects.push({
          name: dataOf(index)?.declare === "index" ? (index[declared].name ?? "") : "",
          value: index,
          at,
          doc: null,
        });
      }
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      problems.push(...error.problems);
      objects.splice(first);
    }
  }
}

/** A schema with nothing for SQLite is for another database, and no plan is made to drop everything. */
function passedOver(what: string, { name, at }: ConstBinding, more: number, level: Problem["level"]): Problem {
  const who =
    more === 0 ? `\`${name}\` is a ${what}` : `\`${name}\` and ${more} more are ${what.replace("table", "tables")}`;
  return {
    code: "drizzle-other",
    level,
    subject: name,
    message: level === "error" ? `${who}, and there is nothing for SQLite` : `${who}, passed over here`,
    at,
    label: "for another database",
    help: [
      level === "error"
        ? "name a schema that is made with `sqliteTable`"
        : "only tables of SQLite belong to this schema",
    ],
  };
}

function mayBeTable(problem: Problem, binding: ConstBinding): Problem {
  return {
    ...problem,
    code: "drizzle-unread",
    subject: binding.name,
    message: `\`${binding.name}\` could not be read, and may be a table: ${problem.message}`,
    also: [...(problem.also ?? []), { at: binding.at, label: "exported here" }],
  };
}

function byBuilder(name: string, at: Span): Problem {
  return {
    code: "drizzle-view",
    level: "error",
    subject: name,
    message: `the query of \`${name}\` is made by the query builder, which is not run`,
    at,
    label: "its SQL is not known",
    help: [
      `write it as SQL: sqliteView("${name}", { … }).as(sql\`SELECT …\`), or declare it in a trueup file beside this one`,
    ],
  };
}
