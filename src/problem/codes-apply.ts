import type { Explained } from "./codes.ts";

export const applyCodes = {} as const satisfies Record<string, Explained>;
