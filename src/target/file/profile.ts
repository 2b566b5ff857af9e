import { type EngineProfile, libsqlProfile } from "../../model/profile.ts";

/** The engine that trueup brings opens the file itself. */
export const fileProfile: EngineProfile = libsqlProfile;
