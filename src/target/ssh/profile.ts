import { type EngineProfile, libsqlProfile } from "../../model/profile.ts";

/** The file is changed here, by the engine bundled with trueup; meanwhile, the file there is locked exclusively. */
export const sshProfile: EngineProfile = { ...libsqlProfile, readersGoOn: "never" };
