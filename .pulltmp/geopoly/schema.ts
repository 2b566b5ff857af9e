import { sql, virtualTable } from "trueup";

export const shape = virtualTable(sql`geopoly(name, colour)`);
