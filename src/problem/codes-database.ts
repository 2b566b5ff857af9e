import type { Explained } from "./codes.ts";

export const databaseCodes = {} as const satisfies Record<string, Explained>;
