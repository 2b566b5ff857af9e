import { fold } from "../../src/model/names.ts";
import type { Random } from "./random.ts";

const plain = [
  "tune", "title", "genre", "person", "album", "note", "kind", "level", "size", "price", "tag", "log", "entry", "parent",
  "child", "email", "state", "place", "since", "part", "code", "amount", "owner", "label", "path", "rank_no", "body",
]; // prettier-ignore
const odd = [
  "order", "group", "select", "Table", "index", "from", "primary", "check", "default", "values", "a b", " lead", "it's",
  'q"uote', "[b]", "b`tick", "x.y", "semi;colon", "com,ma", "par(en", "cl)ose", "-- no comment", "/* nor this */", "größe",
  "Größe", "名前", "émoji😀", "CamelCase", "SHOUT", "1st", "50%", "under_score", "new", "old", "end", "BEGIN", "rowid",
  "without", "strict", "generated", "always", "stored", "key", "conflict", "null", "true", "tab\there", "?1", ":p", "@v", "$d",
  "row id", "excluded", "trueup", "_", "x'00'", "\\back", "a".repeat(70),
]; // prettier-ignore

/** A name that is not taken; names that need care come often enough to matter. */
export function freshName(random: Random, taken: Iterable<string>, oddness = 0.2): string {
  const used = new Set([...taken].map(fold));
  for (let tries = 0; ; tries++) {
    let name = random.pick(random.chance(oddness) ? odd : plain);
    if (tries > 3) name += `_${random.below(100 * tries)}`;
    if (!used.has(fold(name)) && !/^sqlite_/i.test(name)) return name;
  }
}
