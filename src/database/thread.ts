import { type ResourceLimits, Worker } from "node:worker_threads";

/**
 * Starts a thread from a file next to `from`, the URL of the caller, without its extension. Once built, all such files
 * are in one folder. From source, the thread has to load TypeScript support first.
 */
export function thread(from: string, file: string, workerData: unknown, resourceLimits: ResourceLimits = {}): Worker {
  const options = { workerData, resourceLimits };
  if (!from.endsWith(".ts")) return new Worker(new URL(`./${file}.js`, from), options);
  const source = JSON.stringify(new URL(`./${file}.ts`, from).href);
  const code = `import("tsx/esm/api").then(({ register }) => (register(), import(${source})))`;
  return new Worker(code, { eval: true, ...options });
}
