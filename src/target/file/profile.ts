import { type EngineProfile, libsqlProfile } from "../../model/profile.ts";

/** The engine bundled with trueup opens the file itself. */
export const fileProfile: EngineProfile = libsqlProfile;
