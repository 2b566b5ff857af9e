import { type EngineProfile, libsqlProfile } from "../../model/profile.ts";

/** It is changed here, by the engine that trueup brings; meanwhile the file there is locked against everybody. */
export const sshProfile: EngineProfile = { ...libsqlProfile, readersGoOn: "never" };
