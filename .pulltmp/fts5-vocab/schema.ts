import { sql, virtualTable } from "trueup";

export const search = virtualTable(sql`fts5(body)`);

export const terms = virtualTable(sql`fts5vocab(search, 'row')`);
