--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:3c5b807b13dc546cf53cba499a9b1beee9b8bba2174444cb25996f2521538861
--@ target fp1:99dce4d8e7fc0833d669adac51b320d0ef54f60131a66fc9248098184c5aa3a8
--@ fill place.code = 'none'
--@ fill said.id = said.rowid
-- 2 added, 2 rebuilt

--@ session foreign-keys off
--@ transaction

--@ step rebuild-create place (WITHOUT ROWID is added)
CREATE TABLE "__trueup_place" (code TEXT PRIMARY KEY, town TEXT) WITHOUT ROWID;

--@ step rebuild-copy place
INSERT OR ABORT INTO "__trueup_place" ("code", "town")
SELECT coalesce("place"."code", ('none')), "place"."town"
FROM "place" ORDER BY "place".rowid;

--@ check rebuild-rows place expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "place") - (SELECT count(*) FROM "__trueup_place"))
 + (SELECT count(*) FROM (SELECT "place"."town" COLLATE BINARY FROM "place" EXCEPT SELECT "__trueup_place"."town" COLLATE BINARY FROM "__trueup_place"))
 + (SELECT count(*) FROM (SELECT "__trueup_place"."town" COLLATE BINARY FROM "__trueup_place" EXCEPT SELECT "place"."town" COLLATE BINARY FROM "place"));

--@ step rebuild-drop place
DROP TABLE "place";

--@ step rebuild-rename place
ALTER TABLE "__trueup_place" RENAME TO "place";

--@ step rebuild-create said (PRIMARY KEY is added)
CREATE TABLE "__trueup_said" (id INTEGER PRIMARY KEY AUTOINCREMENT, text TEXT);

--@ step rebuild-copy said
INSERT OR ABORT INTO "__trueup_said" ("id", "text")
SELECT coalesce("said"."id", (said.rowid)), "said"."text"
FROM "said" ORDER BY "said".rowid;

--@ check rebuild-rows said expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "said") - (SELECT count(*) FROM "__trueup_said"))
 + (SELECT count(*) FROM (SELECT "said"."text" COLLATE BINARY FROM "said" EXCEPT SELECT "__trueup_said"."text" COLLATE BINARY FROM "__trueup_said"))
 + (SELECT count(*) FROM (SELECT "__trueup_said"."text" COLLATE BINARY FROM "__trueup_said" EXCEPT SELECT "said"."text" COLLATE BINARY FROM "said"));

--@ step rebuild-drop said
DROP TABLE "said";

--@ step rebuild-rename said
ALTER TABLE "__trueup_said" RENAME TO "said";

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table place
--= CREATE TABLE place (code TEXT PRIMARY KEY, town TEXT)
--@ before table said
--= CREATE TABLE said (id INTEGER, text TEXT)
--@ seal sha256:0ec89dedaa7a5c99988dbaf4bf919446b3d85bcad6e013ba0a825be23bea84c3
