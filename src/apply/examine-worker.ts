import { parentPort, workerData } from "node:worker_threads";
import { type Examination, examine } from "./examine.ts";

/** The thread of `examineAside`: one copy, and it ends. */
const examined = await examine(workerData as Examination);
parentPort?.postMessage(examined);
