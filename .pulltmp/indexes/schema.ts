import { index, integer, sql, table, text, uniqueIndex } from "trueup";

export const song = table({
  id: integer().primaryKey(),
  title: text(),
  artist: text().nullable().collate("NOCASE"),
  year: integer().nullable(),
  gone: text().nullable(),
});

export const song_title = index(song.title);
export const song_once = uniqueIndex(song.artist, song.title);
export const song_newest = index(song.year.desc(), song.title);
export const song_nocase = index(song.title.collate("NOCASE").desc());
export const song_binary = index(song.artist.collate("BINARY"));
export const song_lower = index(sql`lower(${song.title})`);
export const song_mixed = index(song.year, sql`lower(${song.title}) DESC`, sql`substr(${song.artist}, 1, 3) COLLATE RTRIM`);
export const song_live = index(song.title).where(sql`${song.gone} IS NULL`);
export const song_live_once = uniqueIndex(song.title).where(sql`${song.gone} IS NULL AND ${song.year} > 1990 AND ${song.title} <> ')'`);
export const song_sum = index(sql`${song.year} + 1`, sql`-${song.year}`, sql`${song.year} || ${song.title}`);
