import { sqliteSays } from "../sql/messages.ts";

/** A name in an error of SQLite, and what stands before its last dot. */
export interface NameSaid {
  readonly before: string | null;
  readonly name: string;
}

/** The table that a statement lacks. */
export function tableSaid(message: string): NameSaid | null {
  return split(sqliteSays.noSuchTable.exec(message)?.[1]);
}

/** The same, or an index or a window. */
export function objectSaid(message: string): string | null {
  const { noSuchIndex, noSuchWindow } = sqliteSays;
  const other = (noSuchIndex.exec(message) ?? noSuchWindow.exec(message))?.[1];
  return (tableSaid(message) ?? split(other))?.name ?? null;
}

/** The column that a statement lacks. */
export function columnSaid(message: string): NameSaid | null {
  const [, before, name] = sqliteSays.noSuchColumn.exec(message) ?? sqliteSays.noColumnNamed.exec(message) ?? [];
  return name === undefined ? null : { before: before?.replaceAll('"', "") ?? null, name };
}

function split(whole: string | undefined): NameSaid | null {
  if (whole === undefined) return null;
  const dot = whole.lastIndexOf(".");
  return { before: dot < 0 ? null : whole.slice(0, dot), name: whole.slice(dot + 1) };
}
