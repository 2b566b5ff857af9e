import { parentPort, workerData } from "node:worker_threads";
import { readerOf } from "./files.ts";
import { openReader } from "./read/reader.ts";

/** Reads the lists of files that it is sent, and answers with what is in them. */
export interface ReadSetup {
  readonly folder: string;
}

const reader = openReader(readerOf((workerData as ReadSetup).folder));

parentPort?.on("message", (files: readonly string[]) => {
  void reader(files).then((readings) => parentPort?.postMessage(readings));
});
