/** `1,204`: written by hand, because a locale would make the same plan look different on another machine. */
export function count(value: number | bigint): string {
  if (value === Number.POSITIVE_INFINITY) return "any number";
  return String(value).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** `1 row`, `1,204 rows`. An irregular plural is passed in. */
export function plural(value: number, one: string, many = `${one}s`): string {
  if (value === Number.POSITIVE_INFINITY) return `any number of ${many}`;
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** `its 12 rows`, of a table. */
export function itsRows(rows: number): string {
  return rows === Number.POSITIVE_INFINITY ? "all of its rows" : `its ${plural(rows, "row")}`;
}

/** `41.0 MB`: decimal units, as disks and file managers count. */
export function bytes(value: number): string {
  if (value < 1000) return plural(value, "byte");
  const units = ["kB", "MB", "GB", "TB"];
  let size = value / 1000;
  let unit = 0;
  // What would round to `1000.0 kB` is `1.0 MB`.
  while (size >= 999.95 && unit < units.length - 1) {
    size /= 1000;
    unit += 1;
  }
  return `${size.toFixed(1)} ${units[unit]}`;
}
