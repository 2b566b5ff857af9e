import { contentDigest } from "../../compile/entry-file.ts";
import { type Links, linksIn } from "../links.ts";
import { mayHoldSql } from "../statement.ts";
import { type Modules, openModules, type ReadFile } from "./module.ts";
import { type FileRead, nothingRead, readFile } from "./read-file.ts";

/** What is in a file, and the other files that were asked for it. */
export interface FileReading {
  readonly file: string;
  /** `none` if it cannot be read. */
  readonly hash: string;
  readonly read: FileRead | { readonly why: string };
  readonly asked: readonly string[];
  /** The query builder that it imports. */
  readonly builder: string | null;
  readonly links: Links;
}

const builders =
  /(?:from|require\(|import\()\s*["'](kysely|knex|typeorm|sequelize|objection|@prisma\/client|drizzle-orm|@mikro-orm)(?:\/[^"']*)?["']/;

/** Reads files of the application, some at a time. Most files contain no SQL, and are not parsed. */
export function openReader(
  read: ReadFile,
  callers?: Modules["callers"],
): (files: readonly string[]) => Promise<readonly FileReading[]> {
  const modules = openModules(read, callers);
  return async (files) => {
    const readings: FileReading[] = [];
    for (const file of files) readings.push(await readingOf(file));
    // A part of a text keeps all of it in memory; a copy does not.
    return structuredClone(readings);
  };

  async function readingOf(file: string): Promise<FileReading> {
    const text = read(file);
    if (text === null) {
      const why = "it cannot be read as UTF-8";
      return { file, hash: "none", read: { why }, asked: [], builder: null, links: linksIn("") };
    }
    const about = { file, hash: contentDigest(text), builder: builders.exec(text)?.[1] ?? null, links: linksIn(text) };
    if (!file.endsWith(".sql") && !mayHoldSql(text)) return { ...about, read: nothingRead, asked: [] };
    modules.asked.clear();
    const found = await readFile(file, text, modules);
    modules.asked.delete(file);
    const asked = [...modules.asked];
    modules.forget(file);
    return { ...about, read: found, asked };
  }
}
