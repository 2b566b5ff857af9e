import { type EngineProfile, libsqlProfile } from "../../model/profile.ts";

/** What a libSQL server adds to its engine, and what it keeps to itself. */
export const serverProfile: EngineProfile = {
  ...libsqlProfile,
  engine: "libSQL server",
  temporaryObjects: false,
  writableSchema: false,
  pageStatistics: false,
  readersGoOn: "always",
  // A writer that waits may take the lock away after that time.
  limits: { statement: null, columns: null, lock: 5000 },
};
