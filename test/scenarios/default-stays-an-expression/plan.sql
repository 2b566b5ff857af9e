--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:6e5ffcc6fa0ba01b41f7f1659d82289e81043f6af8981773ae3b84c77d54a94e
--@ target fp1:3861d4c539b6ca998d12a7ae2b85b266a302e9f234d707eb595b7d5264d2bdef
-- 1 added, 1 rebuilt

--@ session foreign-keys off
--@ transaction

--@ step rebuild-create event (UNIQUE (kind, day) is added)
CREATE TABLE "__trueup_event" (id INTEGER PRIMARY KEY, at TEXT DEFAULT (datetime('now')), day TEXT DEFAULT CURRENT_DATE, label TEXT DEFAULT 'it''s', n INTEGER DEFAULT (1 + 2), kind TEXT, UNIQUE (kind, day));

--@ step rebuild-copy event
INSERT OR ABORT INTO "__trueup_event" ("id", "at", "day", "label", "n", "kind")
SELECT "event"."id", "event"."at", "event"."day", "event"."label", "event"."n", "event"."kind"
FROM "event" ORDER BY "event".rowid;

--@ check rebuild-rows event expect = 0 (no row is lost, no value that stays is changed)
SELECT abs((SELECT count(*) FROM "event") - (SELECT count(*) FROM "__trueup_event"))
 + (SELECT count(*) FROM "event" AS "old" LEFT JOIN "__trueup_event" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR "old"."id" IS NOT "new"."id" COLLATE BINARY OR typeof("old"."id") <> typeof("new"."id")
  OR "old"."at" IS NOT "new"."at" COLLATE BINARY OR typeof("old"."at") <> typeof("new"."at")
  OR "old"."day" IS NOT "new"."day" COLLATE BINARY OR typeof("old"."day") <> typeof("new"."day")
  OR "old"."label" IS NOT "new"."label" COLLATE BINARY OR typeof("old"."label") <> typeof("new"."label")
  OR "old"."n" IS NOT "new"."n" COLLATE BINARY OR typeof("old"."n") <> typeof("new"."n")
  OR "old"."kind" IS NOT "new"."kind" COLLATE BINARY OR typeof("old"."kind") <> typeof("new"."kind"));

--@ step rebuild-drop event
DROP TABLE "event";

--@ step rebuild-rename event
ALTER TABLE "__trueup_event" RENAME TO "event";

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table event
--= CREATE TABLE event (id INTEGER PRIMARY KEY, at TEXT DEFAULT (datetime('now')), day TEXT DEFAULT CURRENT_DATE, label TEXT DEFAULT 'it''s', n INTEGER DEFAULT (1 + 2), kind TEXT)
--@ seal sha256:f167008ecb1d3f41318eefa556b18b4f81d7bac2185bb82f8fbee5b229c9d1f8
