--@ plan 1
--@ planner 1 engine d1
--@ base   fp1:aa996e2fb38790ad9173fab8e1322675aac44f6fc27f80ce58dbab73fcdf9349
--@ target fp1:f797d1de166545897d36d5ce8913ef2dcaad495b3545781dcd5baec8cdadd5b4
--@ approve keep-unconverted performer.height rows<=2
--@ approve keep-unconverted photo.performer rows<=1
-- 2 added, 3 changed, 2 rebuilt

--@ session foreign-keys deferred
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

--@ step defer-keys performer (its rows go and come back)
PRAGMA defer_foreign_keys = ON;

--@ step rebuild-create performer (height is part of a key, and its values change their type; UNIQUE (born) is added; D1 cannot change a column's definition in place)
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

--@ step reference-index photo (finds the rows that refer to performer)
CREATE INDEX "__trueup_ref_1" ON "photo" ("performer");

--@ step rebuild-drop performer
DROP TABLE "performer";

--@ step drop-reference-index photo
DROP INDEX "__trueup_ref_1";

--@ step rebuild-rename performer
ALTER TABLE "__trueup_performer" RENAME TO "performer";

--@ step settle-keys performer (what was counted meanwhile is checked below)
PRAGMA defer_foreign_keys = OFF;

--@ step defer-keys photo (its rows go and come back)
PRAGMA defer_foreign_keys = ON;

--@ step rebuild-create photo (D1 cannot change a column's definition in place)
CREATE TABLE "__trueup_photo" (performer INT REFERENCES performer (height));

--@ step rebuild-copy photo
INSERT OR ABORT INTO "__trueup_photo" (rowid, "performer")
SELECT "photo".rowid, "photo"."performer"
FROM "photo" ORDER BY "photo".rowid;

--@ check rebuild-rows photo expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "photo") - (SELECT count(*) FROM "__trueup_photo"))
 + (SELECT count(*) FROM "photo" AS "old" LEFT JOIN "__trueup_photo" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR (typeof("old"."performer") = typeof("new"."performer") AND "old"."performer" IS NOT "new"."performer" COLLATE BINARY));

--@ step rebuild-drop photo
DROP TABLE "photo";

--@ step rebuild-rename photo
ALTER TABLE "__trueup_photo" RENAME TO "photo";

--@ step settle-keys photo (what was counted meanwhile is checked below)
PRAGMA defer_foreign_keys = OFF;

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table performer
--= CREATE TABLE performer (id INTEGER PRIMARY KEY, height TEXT UNIQUE, born TEXT)
--@ before table photo
--= CREATE TABLE photo (performer TEXT REFERENCES performer (height))
--@ seal sha256:73aac85fa60e573eaa9b6766a1712c119d6daaf2170d021375598928ea699156
