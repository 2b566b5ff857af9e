import type { Explained } from "./codes.ts";

export const remoteCodes = {} as const satisfies Record<string, Explained>;
