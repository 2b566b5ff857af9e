--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:bb2280ac5213e6d1bfddafcc2499e0434ea0d7b029e82bdc96b6ab2eb4b7fa67
--@ target fp1:7b86f8bf22eeb13ed7bd48631454007c6eab7cde89f9c23a19c1893a9905cf6e
-- 4 changed, 2 rebuilt

--@ session foreign-keys off
--@ transaction

--@ check not-null genre.name expect = 0
SELECT count(*) FROM "genre" WHERE "genre"."name" IS NULL;

--@ step alter-column genre.name
ALTER TABLE "genre" ALTER COLUMN "name" TO "name" TEXT NOT NULL;

--@ step rebuild-create playlist (PRIMARY KEY changes)
CREATE TABLE "__trueup_playlist" (id INTEGER PRIMARY KEY AUTOINCREMENT, tune INTEGER REFERENCES tune (id));

--@ step rebuild-copy playlist
INSERT OR ABORT INTO "__trueup_playlist" ("id", "tune")
SELECT "playlist"."id", "playlist"."tune"
FROM "playlist" ORDER BY "playlist".rowid;

--@ check rebuild-rows playlist expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "playlist") - (SELECT count(*) FROM "__trueup_playlist"))
 + (SELECT count(*) FROM "playlist" AS "old" LEFT JOIN "__trueup_playlist" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR "old"."id" IS NOT "new"."id" COLLATE BINARY
  OR "old"."tune" IS NOT "new"."tune" COLLATE BINARY);

--@ step rebuild-drop playlist
DROP TABLE "playlist";

--@ step rebuild-rename playlist
ALTER TABLE "__trueup_playlist" RENAME TO "playlist";

--@ step rebuild-create tune (PRIMARY KEY changes)
CREATE TABLE "__trueup_tune" (id INTEGER PRIMARY KEY AUTOINCREMENT, genre TEXT REFERENCES genre (name));

--@ step rebuild-copy tune
INSERT OR ABORT INTO "__trueup_tune" ("id", "genre")
SELECT "tune"."id", "tune"."genre"
FROM "tune" ORDER BY "tune".rowid;

--@ check rebuild-rows tune expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "tune") - (SELECT count(*) FROM "__trueup_tune"))
 + (SELECT count(*) FROM "tune" AS "old" LEFT JOIN "__trueup_tune" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR "old"."id" IS NOT "new"."id" COLLATE BINARY
  OR "old"."genre" IS NOT "new"."genre" COLLATE BINARY);

--@ step rebuild-drop tune
DROP TABLE "tune";

--@ step rebuild-rename tune
ALTER TABLE "__trueup_tune" RENAME TO "tune";

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table genre
--= CREATE TABLE genre (name TEXT)
--@ before table playlist
--= CREATE TABLE playlist (id INTEGER PRIMARY KEY, tune INTEGER REFERENCES tune (id))
--@ before table tune
--= CREATE TABLE tune (id INTEGER PRIMARY KEY, genre TEXT REFERENCES genre (name))
--@ seal sha256:2fb82c3001e06f4153b3080a408e0b9117b26a176979e7a9797e1dd94ecb34ef
