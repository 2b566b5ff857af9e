import type { Worker } from "node:worker_threads";
import { thread } from "../database/thread.ts";
import type { Answer, Setup, Task } from "./fleet-worker.ts";

/** Threads that take one task at a time. */
export interface Pool {
  /** Rejects with WorkerEnded if the thread ended during the task; the pool continues with a new one. */
  run(task: Task): Promise<Answer>;
  close(): Promise<void>;
}

export class WorkerEnded extends Error {}

interface Waiting {
  readonly task: Task;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
}

export function openPool(size: number, setup: Setup): Pool {
  const idle: Worker[] = [];
  const all = new Set<Worker>();
  const queue: Waiting[] = [];
  const busy = new Map<Worker, Waiting>();
  let closed = false;

  const start = () => {
    const worker = thread(import.meta.url, "fleet-worker", setup);
    all.add(worker);
    worker.on("message", (answer: Answer) => {
      const done = busy.get(worker);
      busy.delete(worker);
      idle.push(worker);
      done?.resolve(answer);
      next();
    });
    let cause: Error | null = null;
    worker.on("error", (error: Error) => {
      cause = error;
    });
    worker.on("exit", () => {
      all.delete(worker);
      const index = idle.indexOf(worker);
      if (index >= 0) idle.splice(index, 1);
      const lost = busy.get(worker);
      busy.delete(worker);
      lost?.reject(new WorkerEnded(cause?.message ?? "the thread ended", { cause }));
      next();
    });
    return worker;
  };

  const next = () => {
    while (!closed) {
      const waiting = queue[0];
      if (waiting === undefined) return;
      const worker = idle.pop() ?? (all.size < size ? start() : undefined);
      if (worker === undefined) return;
      queue.shift();
      busy.set(worker, waiting);
      worker.postMessage(waiting.task);
    }
  };

  return {
    run: (task) =>
      new Promise((resolve, reject) => {
        queue.push({ task, resolve, reject });
        next();
      }),
    async close() {
      closed = true;
      await Promise.all([...all].map((worker) => worker.terminate()));
    },
  };
}
