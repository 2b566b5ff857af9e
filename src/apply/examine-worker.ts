import { parentPort, workerData } from "node:worker_threads";
import { type Examination, examine } from "./examine.ts";

/** The thread of `examineAside`: examines one copy and exits. */
const { examination, whole } = workerData as { readonly examination: Examination; readonly whole: Int32Array };
parentPort?.postMessage(await examine(examination, whole));
