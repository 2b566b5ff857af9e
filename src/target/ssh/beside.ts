import { closeSync, fsyncSync, openSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { renameFile, syncFolder } from "../../apply/files.ts";
import { type Journal, journalIn } from "../../apply/journal.ts";
import { type Manifest, writeManifest } from "../../apply/manifest.ts";
import { type BackupPlace, preparePlace, roomFor, temporary } from "../../apply/place.ts";
import { manifestFrom } from "../../apply/read-manifest.ts";
import type { Whose } from "../../apply/whose.ts";
import { type Checked, failed, fine, type Problem } from "../../problem/problem.ts";
import type { KeptBeside, KeptThere } from "../target.ts";
import { Framed } from "./framed.ts";
import { scriptProblem } from "./problems.ts";
import type { Remote } from "./remote.ts";
import { prelude } from "./script.ts";
import { quoted } from "./words.ts";

/** What is kept beside a database on another machine: its old files with their notes, and its history. */
export function besideOver(remote: Remote, whose: Whose): KeptBeside {
  return {
    list: () => list(remote, whose),
    bring: (kept, place, stop) => bring(remote, kept, place, stop),
    history: () => history(remote),
  };
}

/** The note of a backup there: where the database was when it was written, and the note on one line. */
export function noteThere(manifest: Manifest): string {
  return `printf '%s\\n%s\\n' "$p" ${quoted(JSON.stringify(manifest))}`;
}

/** Ends of names: the database's own comes first. */
const backupEnd = ".trueup-backup";
export const historyEnd = ".trueup-history";

export function backupThere({ address }: Remote, stamp: string): string {
  return `${address.path}.${stamp}${backupEnd}`;
}

async function list(remote: Remote, whose: Whose): Promise<Checked<readonly KeptThere[]>> {
  const ran = await remote.run(`${prelude(remote)}
printf 'at %s\\n' "$p"
for f in "$p".*${backupEnd}; do
  [ -f "$f" ] || continue
  printf 'backup %s %s\\n' "$(size "$f")" "\${f#"$p".}"
  if [ -f "$f.json" ]; then sed -e '1s/^/of /' -e '2s/^/note /' -e '3,$d' "$f.json"; fi
done; true`);
  if (!ran.ok) return ran;
  if (ran.value.code !== 0) return failed(scriptProblem(remote, ran.value, "listing the backups there"));
  const found: { name: string; bytes: number; of: string; note: string | null }[] = [];
  let at = "";
  for (const line of ran.value.stdout.split("\n")) {
    const [word = ""] = line.split(" ", 1);
    const rest = line.slice(word.length + 1);
    const last = found.at(-1);
    const backup = word === "backup" ? backupName.exec(rest) : null;
    if (word === "at") at = rest;
    else if (word === "backup")
      found.push({ name: backup?.[2] ?? "", bytes: Number(backup?.[1] ?? 0), of: "", note: null });
    else if (word === "of" && last !== undefined) last.of = rest;
    else if (word === "note" && last !== undefined) last.note = rest;
  }
  // A file that still has its log beside it is an intermediate step, and has no stamp of its own.
  const named = found.filter(({ name }) => name !== "" && !name.endsWith("-log"));
  const kept = named.map(({ name, bytes, of, note }): KeptThere => {
    const read = note === null ? null : manifestFrom(note);
    // The same file, however its address is written: one machine may be reached by many names.
    const manifest = read !== null && of === at ? { ...read, kind: whose.kind, database: whose.place } : read;
    return { name, path: `${at}.${name}${backupEnd}`, bytes, manifest };
  });
  return fine(kept.sort((a, b) => (a.name < b.name ? -1 : 1)));
}

const backupName = /^(\d+) (\d{4}-\d\d-\d\dT[\d-]+Z-[0-9A-Za-z]+(?:-log)?)\.trueup-backup$/;

/** Brings a backup here, with its note, verified with the checksum in the note. */
async function bring(
  remote: Remote,
  { name, path: there, bytes, manifest }: KeptThere,
  place: BackupPlace,
  stop: AbortSignal,
): Promise<Checked<string>> {
  if (manifest === null) return failed(noNote(remote, there));
  const prepared = preparePlace(place);
  if (!prepared.ok) return prepared;
  const full = roomFor(bytes, prepared.value, remote.label);
  if (full) return failed(full);
  const path = join(prepared.value, `${name}.db`);
  const half = path + temporary;
  const handle = openSync(half, "w", 0o600);
  let open = true;
  try {
    const frames = new Framed({
      open: () => {},
      write(_, chunk) {
        for (let at = 0; at < chunk.length; ) at += writeSync(handle, chunk, at);
      },
      onProgress: () => {},
    });
    const script = `${prelude(remote)}
f="$p".${quoted(name + backupEnd)}
printf 'file main %s\\n' "$(size "$f")"; cat "$f"; printf 'end\\n'`;
    const ran = await remote.run(script, { onOutput: (chunk) => frames.add(chunk), signal: stop });
    if (!ran.ok) return ran;
    if (ran.value.code !== 0) return failed(scriptProblem(remote, ran.value, "reading the backup there"));
    if (!frames.whole || frames.sha256("main") !== manifest.sha256) return failed(damaged(there));
    fsyncSync(handle);
    closeSync(handle);
    open = false;
    writeManifest(path, manifest);
    renameFile(half, path);
    syncFolder(prepared.value);
    return fine(path);
  } finally {
    if (open) closeSync(handle);
    rmSync(half, { force: true });
  }
}

async function history(remote: Remote): Promise<Checked<Journal>> {
  const ran = await remote.run(`${prelude(remote)}\n[ ! -f "$p${historyEnd}" ] || cat "$p${historyEnd}"`);
  if (!ran.ok) return ran;
  if (ran.value.code !== 0) return failed(scriptProblem(remote, ran.value, "reading the history there"));
  return fine(journalIn(ran.value.stdout));
}

function noNote({ label }: Remote, path: string): Problem {
  return {
    code: "backup-manifest",
    level: "error",
    subject: label,
    message: "the note beside this backup is missing or was edited",
    evidence: [path],
    help: ["the backup itself is an ordinary SQLite database: copy it to where you need it"],
  };
}

function damaged(path: string): Problem {
  return {
    code: "backup-damaged",
    level: "error",
    subject: path,
    message: "the backup is not what was written",
    evidence: ["its checksum differs from the one in its note, or it did not arrive completely"],
    help: ["nothing was changed; trueup backups lists the others"],
  };
}
