import type { Explained } from "./codes.ts";

export const planCodes = {} as const satisfies Record<string, Explained>;
