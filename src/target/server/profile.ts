import { type EngineProfile, libsqlProfile } from "../../model/profile.ts";

/** What a libSQL server adds to its engine, and what it does not allow. */
export const serverProfile: EngineProfile = {
  ...libsqlProfile,
  engine: "libSQL server",
  temporaryObjects: false,
  writableSchema: false,
  pageStatistics: false,
  readersGoOn: "always",
  // After this time, a waiting writer may take the lock away.
  limits: { statement: null, columns: null, lock: 5000 },
};
