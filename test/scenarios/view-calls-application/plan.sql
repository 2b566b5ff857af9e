--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:0f88ce0eef825d188a488826cb0e11696ee0f372273738d08217c059bbb6689b
--@ target fp1:996dd5e727f8283976ae485115d3a120a4cdcff08af98fb3456ab5ec519cf5a8
--@ function "now/0"
--@ function "title_sort/1"
--@ collation unicase
-- 2 changed

--@ session foreign-keys off
--@ transaction

--@ step drop-view first (created again below)
DROP VIEW "first";

--@ step drop-view sorted (created again below)
DROP VIEW "sorted";

--@ step create-view sorted
CREATE VIEW sorted AS SELECT id, changed, title_sort(title) AS s FROM tune ORDER BY title COLLATE unicase;

--@ step create-view first
CREATE VIEW first AS SELECT s FROM sorted WHERE s <> now();

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before view first
--= CREATE VIEW first AS SELECT s FROM sorted
--@ before view sorted
--= CREATE VIEW sorted AS SELECT id, title_sort(title) AS s FROM tune ORDER BY title COLLATE unicase
--@ seal sha256:2273a9e3d5c84d2ec070e4b39ce7cfaade18e53414038c452a1099acc7c978c0
