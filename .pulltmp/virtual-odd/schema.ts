import { sql, virtualTable } from "trueup";

export const full_text = virtualTable("full text", sql`fts5("a b", [c], content='', /* no content */ tokenize="unicode61 tokenchars '-_'")`);

export const bare = virtualTable(sql`fts5vocab("full text", col)`);

export const pages = virtualTable(sql`dbstat`);
