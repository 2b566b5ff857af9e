import type { Explained } from "./codes.ts";

export const commandCodes = {} as const satisfies Record<string, Explained>;
