import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../cli/run.ts";

/** One of the plans in `plans/`: its target differs from the schema before it by these edits of `schema/`. */
export interface Chapter {
  readonly plan: string;
  readonly edits: readonly { readonly file: string; readonly before: string; readonly after: string }[];
  /** The decisions that were needed when it was made. */
  readonly decisions: readonly string[];
}

/** The example's history, the last chapter first: undone one after another, they lead back to the first schema. */
export const chapters: readonly Chapter[] = [
  {
    plan: "genres-and-instruments",
    edits: [
      {
        file: "music.ts",
        before: "import { index, integer, sql,",
        after: "import { index, integer, rows, sql,",
      },
      {
        file: "music.ts",
        before: "",
        after: `
/** The traditions that the application knows; players add their own. */
rows(
  genre,
  [
    { id: "irish", name: "Irish" },
    { id: "scottish", name: "Scottish" },
    { id: "swedish", name: "Swedish" },
  ],
  { mode: "at least" },
);

rows(
  instrument,
  [
    { id: "concertina", name: "Concertina" },
    { id: "fiddle", name: "Fiddle" },
    { id: "flute", name: "Wooden flute" },
  ],
  { mode: "at least" },
);
`,
      },
    ],
    decisions: [],
  },
  {
    plan: "drop-played",
    edits: [
      {
        file: "practice.ts",
        before: `
/** Each time a tune was played. */
export const played = table(
  {
    user: integer().references(() => user.id, { onDelete: "cascade" }),
    tune: integer().references(() => tune.id, { onDelete: "cascade" }),
    at: text().default(sql\`CURRENT_TIMESTAMP\`),
  },
  { strict: true },
);
`,
        after: "",
      },
    ],
    decisions: [
      "--approve",
      "drop-table:played:5000",
      "--because",
      "practice keeps the last time and the number of times, and nobody looked at more",
    ],
  },
  {
    plan: "entries-by-position",
    edits: [
      {
        file: "people.ts",
        before:
          "    times: integer().default(3),\n  },\n  { strict: true, constraints: (t) => [unique(t.playlist, t.position)] },\n",
        after:
          "    times: integer().default(3),\n  },\n  { strict: true, withoutRowid: true, constraints: (t) => [primaryKey(t.playlist, t.position)] },\n",
      },
    ],
    decisions: [],
  },
  {
    plan: "kind-becomes-type",
    edits: [
      {
        file: "music.ts",
        before:
          '    kind: text().nullable().oneOf("reel", "jig", "slip jig", "hornpipe", "polka", "waltz", "air", "other"),\n',
        after: '    type: text().oneOf("reel", "jig", "slip jig", "hornpipe", "polka", "waltz", "air", "other"),\n',
      },
      { file: "music.ts", before: "${tune.kind}", after: "${tune.type}" },
      {
        file: "practice.ts",
        before: "${practice.tune}, ${tune.title}, ${tune.kind}, ${practice.due}",
        after: "${practice.tune}, ${tune.title}, ${tune.type}, ${practice.due}",
      },
      { file: "practice.ts", before: "type: tune.kind", after: "type: tune.type" },
    ],
    decisions: ["--rename", "tune.kind:tune.type", "--fill", "tune.type='other'"],
  },
  {
    plan: "tag-overrides",
    edits: [
      {
        file: "practice.ts",
        before: "",
        after: `/** Where somebody sees it differently: a tag of their own, or one that they do not want to see. */
export const tag_override = table(
  {
    user: integer().references(() => user.id, { onDelete: "cascade" }),
    tune: integer().references(() => tune.id, { onDelete: "cascade" }),
    tag: integer().references(() => tag.id, { onDelete: "cascade" }),
    shown: yesOrNo(),
  },
  { strict: true, withoutRowid: true, constraints: (t) => [primaryKey(t.user, t.tune, t.tag)] },
);

export const tag_override_by_tune = index(tag_override.tune);
export const tag_override_by_tag = index(tag_override.tag);

`,
      },
      {
        file: "practice.ts",
        before: `    FROM \${user}
    JOIN \${tune_tag}
    JOIN \${tag} ON \${tag.id} = \${tune_tag.tag}
`,
        after: `    FROM \${user}
    JOIN \${tune_tag}
    JOIN \${tag} ON \${tag.id} = \${tune_tag.tag}
    LEFT JOIN \${tag_override} ON \${tag_override.user} = \${user.id}
      AND \${tag_override.tune} = \${tune_tag.tune}
      AND \${tag_override.tag} = \${tune_tag.tag}
    WHERE \${tag_override.shown} IS NOT 0
    UNION
    SELECT \${tag_override.user}, \${tag_override.tune}, \${tag.name}
    FROM \${tag_override}
    JOIN \${tag} ON \${tag.id} = \${tag_override.tag}
    WHERE \${tag_override.shown} = 1
`,
      },
    ],
    decisions: [],
  },
  { plan: "first-tunes", edits: [], decisions: [] },
];

/** The declarations as they were when the first `count` chapters were written, in a folder. */
export function declarationsAfter(count: number, folder: string): void {
  cpSync(join(root, "schema"), folder, { recursive: true });
  for (const { edits } of chapters.slice(0, chapters.length - count)) {
    for (const { file, before, after } of [...edits].reverse()) undo(join(folder, file), before, after);
  }
}

function undo(path: string, before: string, after: string): void {
  const text = readFileSync(path, "utf8");
  if (after === "") {
    writeFileSync(path, text + before);
    return;
  }
  const at = text.indexOf(after);
  if (at === -1) throw new Error(`${path} does not say ${after}`);
  writeFileSync(path, text.slice(0, at) + before + text.slice(at + after.length));
}
