--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:f041123f4fd56e912a6a44a7f1c3713940b9152072d946096e2b585f42d186d7
--@ target fp1:023dd8278b4feec3f2fd83c6794fb8af0416f9e5a7f86ce50a8de9519ebbfe49
--@ function "now/0"
--@ function "title_sort/1"
--@ rename column tune.title to tune.name
-- 1 renamed, 2 added, 3 changed

--@ session foreign-keys off
--@ transaction

--@ step drop-trigger tune_changed (created again below)
DROP TRIGGER "tune_changed";

--@ step drop-trigger tune_gone (created again below)
DROP TRIGGER "tune_gone";

--@ step rename-column tune.name
ALTER TABLE "tune" RENAME COLUMN "title" TO "name";

--@ step add-column tune.more
ALTER TABLE "tune" ADD COLUMN "more" TEXT;

--@ step create-trigger tune_changed
CREATE TRIGGER tune_changed AFTER UPDATE OF name ON tune BEGIN UPDATE tune SET changed = now() WHERE id = new.id; END;

--@ step create-trigger tune_gone
CREATE TRIGGER tune_gone AFTER DELETE ON tune WHEN title_sort(old.name) <> '' BEGIN SELECT now(); END;

--@ step create-trigger tune_new
CREATE TRIGGER tune_new AFTER INSERT ON tune BEGIN UPDATE tune SET changed = now() WHERE id = new.id; END;

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table tune
--= CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT, changed TEXT)
--@ before trigger tune_changed
--= CREATE TRIGGER tune_changed AFTER UPDATE OF title ON tune BEGIN UPDATE tune SET changed = now() WHERE id = new.id; END
--@ before trigger tune_gone
--= CREATE TRIGGER tune_gone AFTER DELETE ON tune WHEN title_sort(old.title) <> '' BEGIN SELECT now(); END
--@ seal sha256:7cf7571dabe8d10067b692d30980f68a77ccc8998c88136908ac78db3fd8f398
