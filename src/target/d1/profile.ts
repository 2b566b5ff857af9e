import { d1Profile as profile, type EngineProfile } from "../../model/profile.ts";

/** What Cloudflare's D1 can do, and what it does not allow. */
export const d1Profile: EngineProfile = profile;

/**
 * workerd on the reference machine of the estimate takes this much longer, if the actions of each dropped row are
 * included.
 */
export const pace = { width: 1, speed: 2.5 };
