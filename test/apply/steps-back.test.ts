import t from "tap";
import type { Manifest } from "../../src/apply/manifest.ts";
import { type Noted, stepsBack } from "../../src/apply/steps-back.ts";

/**
 * `1` is the backup before the first change, `-2:1` what was set aside as 2 when 1 was put back. With `!` it was killed
 * before its commit, and with `?` rows were written after that. `<2:1` says that it was an undo, and `>2:1` a redo.
 */
function noted(line: string): readonly Noted[] {
  let [state, rows] = [0, 0];
  return line.split(" ").flatMap((word) => {
    const [, name = "", put, killed] = /^[-<>]?(\w+)(?::(\w+))?([!?])?$/.exec(word) ?? [];
    if (name === "") return [];
    const [fingerprint, sha256] = [`fp1:${state}`, `${state} ${rows}`];
    const after = { at: "", fingerprint: `fp1:${state + 1}`, content: null };
    if (killed === undefined) state++;
    if (killed === "?") rows++;
    const before = /^\w/.test(word) ? "apply" : "restore";
    const step = word.startsWith("<") ? "undo" : word.startsWith(">") ? "redo" : undefined;
    const manifest = { before, step, ...(put && { put: `${put}.db` }), fingerprint, sha256, after };
    return [{ path: `/backups/${name}.db`, manifest: manifest as Manifest }];
  });
}

const table: readonly (readonly [story: string, backups: string, undo: string | null, redo: string | null])[] = [
  ["nothing was done", "", null, null],
  ["one change", "1", "1", null],
  ["two changes", "1 2", "2", null],
  ["an undo", "1 2 -3:2", "1", "3"],
  ["two undos", "1 2 -3:2 -4:1", null, "4"],
  ["an undo, and done again", "1 2 -3:2 -4:3", "2", null],
  ["two undos, and one done again", "1 2 -3:2 -4:1 -5:4", "1", "3"],
  ["two undos, and both done again at once", "1 2 -3:2 -4:1 -5:3", "2", null],
  ["a new change after an undo", "1 2 -3:2 4", "4", null],
  ["and that undone", "1 2 -3:2 4 -5:4", "1", "5"],
  ["back two at once, by name", "1 2 -3:1", null, "3"],
  ["of which the backup was pruned", "2 -3:1", "2", null],
  ["an undo, of which only what it replaced is kept", "<3:2", null, "3"],
  ["and done again", "<3:2 >4:3", null, null],
  ["of which only what that replaced is kept", ">4:3", "4", null],
  ["and undone again", ">4:3 <5:4", null, "5"],
  ["of which only what that replaced is kept", "<5:4", null, "5"],
  ["two undos, both done again at once, where the first is pruned", "1 <4:1 >5:3", "5", null],
  ["notes of an older release", "1 2 -3", "2", null],
  ["a change after an undo that was killed", "1 2 -3:2! 4", "4", null],
  ["and that undone", "1 2 -3:2! 4 -5:4", "2", "5"],
  ["the same where rows were written after the kill", "1 2 -3:2? 4 -5:4", "2", "5"],
  ["a change that was killed, and made again", "1 2! 3", "3", null],
  ["and that undone", "1 2! 3 -4:3", "1", "4"],
  ["and all of it undone", "1 2? 3 -4:3 -5:1", null, "5"],
  ["a redo that was killed, and made again", "1 -2:1 -3:2! -4:2", "1", null],
];

for (const [story, backups, undo, redo] of table) {
  t.test(`${story}: ${backups}`, async (t) => {
    const found = stepsBack(noted(backups));
    const name = (each: Noted | null) => each && each.path.replace(/^.*\/|\.db$/g, "");
    t.equal(name(found.undo), undo, "what undo puts back");
    t.equal(name(found.redo), redo, "what redo puts back");
  });
}
