import { integer, sql, text } from "trueup";

/** When a row came to be, in UTC. */
export const stamped = { added: text().default(sql`CURRENT_TIMESTAMP`) };

/** SQLite keeps a yes or no as 1 or 0. */
export const yesOrNo = () => integer<boolean>().oneOf(false, true);
