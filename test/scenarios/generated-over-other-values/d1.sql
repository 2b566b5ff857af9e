--@ plan 1
--@ planner 1 engine d1
--@ base   fp1:07ac69be3c6f1a96c324bc65f0db7b5e9dbc052a1fbf6eada81614795d11d52b
--@ target fp1:89c7178e433195a6746b52a3c6e3f25a89860580350b67da14e9b5899bb7c54f
--@ rename column line.price to line.cost
--@ approve lossy-convert line.label rows<=1
--@ approve lossy-convert line.total rows<=2
-- 1 renamed, 2 changed, 1 rebuilt
-- destroys: line.total, line.label

--@ session foreign-keys deferred
--@ transaction

--@ check convert line.total expect <= 2 (the approved loss)
SELECT count(*) FROM (SELECT *, CASE WHEN typeof((cost * 2
)) = 'text' AND (cost * 2
) = CAST((cost * 2
) AS NUMERIC) THEN CAST((cost * 2
) AS NUMERIC) ELSE (cost * 2
) END COLLATE "BINARY" AS "total", CASE typeof(('no ' || cost
)) WHEN 'blob' THEN ('no ' || cost
) ELSE CAST(('no ' || cost
) AS TEXT) END COLLATE "NOCASE" AS "label" FROM (SELECT "line"."rowid" AS "rowid", "line"."id" AS "id", "line"."cost" AS "cost", "line"."code" AS "code", "line"."total" AS "total as it was" FROM (SELECT "line"."rowid" AS "rowid", "line"."id" AS "id", "line"."price" AS "cost", "line"."total" AS "total", "line"."label" AS "label", "line"."code" AS "code" FROM "line") AS "line") AS "line") AS "line" WHERE "line"."total as it was" IS NOT NULL AND +"line"."total as it was" IS NOT +"line"."total" COLLATE BINARY;

--@ check convert line.label expect <= 1 (the approved loss)
SELECT count(*) FROM (SELECT *, CASE WHEN typeof((cost * 2
)) = 'text' AND (cost * 2
) = CAST((cost * 2
) AS NUMERIC) THEN CAST((cost * 2
) AS NUMERIC) ELSE (cost * 2
) END COLLATE "BINARY" AS "total", CASE typeof(('no ' || cost
)) WHEN 'blob' THEN ('no ' || cost
) ELSE CAST(('no ' || cost
) AS TEXT) END COLLATE "NOCASE" AS "label" FROM (SELECT "line"."rowid" AS "rowid", "line"."id" AS "id", "line"."cost" AS "cost", "line"."code" AS "code", "line"."label" AS "label as it was" FROM (SELECT "line"."rowid" AS "rowid", "line"."id" AS "id", "line"."price" AS "cost", "line"."total" AS "total", "line"."label" AS "label", "line"."code" AS "code" FROM "line") AS "line") AS "line") AS "line" WHERE "line"."label as it was" IS NOT NULL AND +"line"."label as it was" IS NOT +"line"."label" COLLATE BINARY;

--@ step rename-column line.cost
ALTER TABLE "line" RENAME COLUMN "price" TO "cost";

--@ step rebuild-create line (total becomes generated; label becomes generated; total is generated, and its definition changes; label is generated, and its definition changes; D1 cannot change a column's definition in place)
CREATE TABLE "__trueup_line" (id INTEGER PRIMARY KEY, cost INTEGER, total INTEGER AS (cost * 2), label TEXT COLLATE NOCASE AS ('no ' || cost) STORED, code TEXT);

--@ step rebuild-copy line
INSERT OR ABORT INTO "__trueup_line" ("id", "cost", "code")
SELECT "line"."id", "line"."cost", "line"."code"
FROM "line" ORDER BY "line".rowid;

--@ check rebuild-rows line expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "line") - (SELECT count(*) FROM "__trueup_line"))
 + (SELECT count(*) FROM "line" AS "old" LEFT JOIN "__trueup_line" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR "old"."id" IS NOT "new"."id" COLLATE BINARY
  OR "old"."cost" IS NOT "new"."cost" COLLATE BINARY
  OR "old"."code" IS NOT "new"."code" COLLATE BINARY);

--@ step rebuild-drop line
DROP TABLE "line";

--@ step rebuild-rename line
ALTER TABLE "__trueup_line" RENAME TO "line";

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table line
--= CREATE TABLE line (id INTEGER PRIMARY KEY, price INTEGER, total INTEGER, label TEXT COLLATE NOCASE, code TEXT)
--@ seal sha256:c1a49e5304ebbfc2dd57cfb68c67c8e2d2055845fcd208fd39acf733143a3c15
