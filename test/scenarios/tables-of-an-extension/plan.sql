--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:69b6f26d88d6c409e8fec1d8473d8f597c8bc2fcc344be3fb5210b44b741aa75
--@ target fp1:2ac8252267de5e958ec36cfb88eb6c3e54e4021a69fbb229fde92ba0af7ba229
-- 1 added, 1 changed, 1 rebuilt

--@ session foreign-keys off
--@ transaction

--@ step drop-trigger forgotten (created again below)
DROP TRIGGER "forgotten";

--@ step rebuild-create memory (UNIQUE (text) is added)
CREATE TABLE "__trueup_memory" (id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE);

--@ step rebuild-copy memory
INSERT OR ABORT INTO "__trueup_memory" ("id", "text")
SELECT "memory"."id", "memory"."text"
FROM "memory" ORDER BY "memory".rowid;

--@ check rebuild-rows memory expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "memory") - (SELECT count(*) FROM "__trueup_memory"))
 + (SELECT count(*) FROM "memory" AS "old" LEFT JOIN "__trueup_memory" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR "old"."id" IS NOT "new"."id" COLLATE BINARY
  OR "old"."text" IS NOT "new"."text" COLLATE BINARY);

--@ step rebuild-drop memory
DROP TABLE "memory";

--@ step rebuild-rename memory
ALTER TABLE "__trueup_memory" RENAME TO "memory";

--@ step create-trigger forgotten
CREATE TRIGGER forgotten AFTER DELETE ON memory BEGIN DELETE FROM memory_vec WHERE rowid = OLD.id; END;

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table memory
--= CREATE TABLE memory (id INTEGER PRIMARY KEY, text TEXT)
--@ before trigger forgotten
--= CREATE TRIGGER forgotten AFTER DELETE ON memory BEGIN DELETE FROM memory_vec WHERE rowid = OLD.id; END
--@ seal sha256:01314d5d9220a9e7af5d1d06917d6a37276d9d421d911d55db8084c4a42a68c8
