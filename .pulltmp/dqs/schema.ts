import { sql, view } from "trueup";

export const legacy_view = view(sql`SELECT id FROM legacy WHERE state = "open"`);
