import { d1Profile as profile, type EngineProfile } from "../../model/profile.ts";

/** What Cloudflare's D1 can do, and what it does not allow. */
export const d1Profile: EngineProfile = profile;
