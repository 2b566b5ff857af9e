import { availableParallelism } from "node:os";
import { setImmediate } from "node:timers/promises";
import type { Worker } from "node:worker_threads";
import { thread } from "../database/thread.ts";
import type { SourceFile, SourceFiles } from "./files.ts";
import type { ReadSetup } from "./read-worker.ts";
import { openReader, type FileReading } from "./read/reader.ts";

/** From here on a second thread is worth its start. */
const many = 10_000_000;
const inOneLot = 300_000;
/** A thread that may grow collects less often, and takes twice the memory. A file of 2 MB needs half of this. */
const limits = { maxYoungGenerationSizeMb: 16, maxOldGenerationSizeMb: 128 };

/** Reads files, many of them in two threads. */
export async function readAll(files: SourceFiles, wanted: readonly SourceFile[]): Promise<readonly FileReading[]> {
  const lots = inLots(wanted);
  const total = wanted.reduce((sum, { size }) => sum + size, 0);
  const readings: FileReading[] = [];
  const isSplit = total > many && files.folder !== undefined && availableParallelism() > 1;
  const other = isSplit ? openOther({ folder: files.folder ?? "." }, lots, readings) : null;
  const reader = openReader(files.read);
  for (let lot = lots.shift(); lot !== undefined; lot = lots.shift()) {
    readings.push(...(await reader(lot)));
    // Answers of the other thread are received in between.
    if (other !== null) await setImmediate();
  }
  for (const lot of (await other?.done()) ?? []) readings.push(...(await reader(lot)));
  return readings;
}

function inLots(wanted: readonly SourceFile[]): string[][] {
  const lots: string[][] = [];
  let room = 0;
  for (const { file, size } of wanted) {
    if (room <= 0) {
      lots.push([]);
      room = inOneLot;
    }
    lots.at(-1)?.push(file);
    room -= size;
  }
  return lots;
}

function openOther(setup: ReadSetup, lots: string[][], readings: FileReading[]) {
  const worker: Worker = thread(import.meta.url, "read-worker", setup, limits);
  const given: string[][] = [];
  const ended = new Promise<void>((resolve) => {
    worker.on("message", (read: readonly FileReading[]) => {
      given.shift();
      readings.push(...read);
      next();
      if (given.length === 0) resolve();
    });
    // Whatever made it end: the lots that it had are read here.
    worker.on("error", () => resolve());
    worker.on("exit", () => resolve());
  });
  // The next lot is there before the answer to the last one is received.
  next();
  next();
  return {
    done: async () => {
      if (given.length > 0) await ended;
      await worker.terminate();
      return given;
    },
  };

  function next(): void {
    const lot = lots.pop();
    if (lot === undefined) return;
    given.push(lot);
    worker.postMessage(lot);
  }
}
