import type { Explained } from "./codes.ts";

export const fleetCodes = {} as const satisfies Record<string, Explained>;
