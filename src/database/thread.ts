import { Worker } from "node:worker_threads";

/**
 * Starts a thread from a file beside `from`, the URL of who starts it, without its ending. Built, all such files stand
 * in one folder. From source, the thread has to learn TypeScript first.
 */
export function thread(from: string, file: string, workerData: unknown): Worker {
  if (!from.endsWith(".ts")) return new Worker(new URL(`./${file}.js`, from), { workerData });
  const source = JSON.stringify(new URL(`./${file}.ts`, from).href);
  const code = `import("tsx/esm/api").then(({ register }) => (register(), import(${source})))`;
  return new Worker(code, { eval: true, workerData });
}
