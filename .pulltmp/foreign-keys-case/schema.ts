import { index, integer, table, text } from "trueup";

export const Artist = table({
  Id: integer().primaryKey(),
  Name: text().nullable(),
});

export const album = table({
  id: integer().primaryKey(),
  artist: integer().nullable().references(() => Artist.Id),
});

export const ALBUM_ARTIST = index(album.artist);
