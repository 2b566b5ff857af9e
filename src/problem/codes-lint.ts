import type { Explained } from "./codes.ts";

export const lintCodes = {} as const satisfies Record<string, Explained>;
