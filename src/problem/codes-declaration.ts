import type { Explained } from "./codes.ts";

export const declarationCodes = {} as const satisfies Record<string, Explained>;
