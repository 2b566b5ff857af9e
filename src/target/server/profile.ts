import { type EngineProfile, libsqlProfile, noLimits } from "../../model/profile.ts";

/** What a libSQL server adds to its engine, and what it does not allow. */
export const serverProfile: EngineProfile = {
  ...libsqlProfile,
  engine: "libSQL server",
  temporaryObjects: false,
  writableSchema: false,
  pageStatistics: false,
  readersGoOn: "always",
  // After this time, a waiting writer may take the lock away.
  limits: { ...noLimits, lock: 5000 },
};
