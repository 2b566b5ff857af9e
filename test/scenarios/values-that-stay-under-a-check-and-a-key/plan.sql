--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:aa996e2fb38790ad9173fab8e1322675aac44f6fc27f80ce58dbab73fcdf9349
--@ target fp1:f797d1de166545897d36d5ce8913ef2dcaad495b3545781dcd5baec8cdadd5b4
--@ approve keep-unconverted performer.height rows<=2
--@ approve keep-unconverted photo.performer rows<=1
-- 2 added, 4 changed, 1 rebuilt

--@ session foreign-keys off
--@ transaction

--@ check convert performer.height expect <= 2 (what stays as it is was approved)
SELECT count(*) FROM "performer" WHERE NOT CASE typeof("performer"."height") WHEN 'null' THEN 1 WHEN 'integer' THEN 1 WHEN 'real' THEN CAST(CAST("performer"."height" AS INTEGER) AS REAL) = "performer"."height" AND abs("performer"."height") < 9007199254740993 WHEN 'text' THEN CAST(CAST("performer"."height" AS INTEGER) AS TEXT) = "performer"."height" ELSE 0 END;

--@ check convert photo.performer expect <= 1 (what stays as it is was approved)
SELECT count(*) FROM "photo" WHERE NOT CASE typeof("photo"."performer") WHEN 'null' THEN 1 WHEN 'integer' THEN 1 WHEN 'real' THEN CAST(CAST("photo"."performer" AS INTEGER) AS REAL) = "photo"."performer" AND abs("photo"."performer") < 9007199254740993 WHEN 'text' THEN CAST(CAST("photo"."performer" AS INTEGER) AS TEXT) = "photo"."performer" ELSE 0 END;

--@ check convert performer expect = 0 (every value converts without loss)
SELECT count(*) FROM "performer"
  WHERE typeof("performer"."height") = 'text' AND "performer"."height" = CAST("performer"."height" AS NUMERIC) AND NOT (CAST(CAST("performer"."height" AS NUMERIC) AS TEXT) = "performer"."height" AND typeof(CAST("performer"."height" AS NUMERIC)) <> 'text')
  OR typeof("performer"."born") = 'text' AND "performer"."born" = CAST("performer"."born" AS NUMERIC) AND NOT (CAST(CAST("performer"."born" AS NUMERIC) AS TEXT) = "performer"."born" AND typeof(CAST("performer"."born" AS NUMERIC)) <> 'text');

--@ check convert photo.performer expect = 0 (every value converts without loss)
SELECT count(*) FROM "photo" WHERE typeof("photo"."performer") = 'text' AND "photo"."performer" = CAST("photo"."performer" AS NUMERIC) AND NOT (CAST(CAST("photo"."performer" AS NUMERIC) AS TEXT) = "photo"."performer" AND typeof(CAST("photo"."performer" AS NUMERIC)) <> 'text');

--@ step rebuild-create performer (height is part of a key, and its values change their type; UNIQUE (born) is added)
CREATE TABLE "__trueup_performer" (id INTEGER PRIMARY KEY, height INT UNIQUE CHECK (height <> 5), born DATETIME UNIQUE);

--@ step rebuild-copy performer
INSERT OR ABORT INTO "__trueup_performer" ("id", "height", "born")
SELECT "performer"."id", "performer"."height", "performer"."born"
FROM "performer" ORDER BY "performer".rowid;

--@ check rebuild-rows performer expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "performer") - (SELECT count(*) FROM "__trueup_performer"))
 + (SELECT count(*) FROM "performer" AS "old" LEFT JOIN "__trueup_performer" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR "old"."id" IS NOT "new"."id" COLLATE BINARY
  OR (typeof("old"."height") = typeof("new"."height") AND "old"."height" IS NOT "new"."height" COLLATE BINARY)
  OR (typeof("old"."born") = typeof("new"."born") AND "old"."born" IS NOT "new"."born" COLLATE BINARY));

--@ step rebuild-drop performer
DROP TABLE "performer";

--@ step rebuild-rename performer
ALTER TABLE "__trueup_performer" RENAME TO "performer";

--@ step alter-column photo.performer
ALTER TABLE "photo" ALTER COLUMN "performer" TO "performer" INT REFERENCES "performer" ("height");

--@ step convert photo.performer (stores each value in the new type)
UPDATE OR ABORT "photo" SET "performer" = "photo"."performer";

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table performer
--= CREATE TABLE performer (id INTEGER PRIMARY KEY, height TEXT UNIQUE, born TEXT)
--@ before table photo
--= CREATE TABLE photo (performer TEXT REFERENCES performer (height))
--@ seal sha256:86687b7fae3f3e5eb1a9fe2d90f566026f8334ec5aa07740a6f62d4c5bb66285
