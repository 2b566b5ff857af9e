import { d1Profile as profile, type EngineProfile } from "../../model/profile.ts";

/** What Cloudflare's D1 does, and what it keeps to itself. */
export const d1Profile: EngineProfile = profile;
