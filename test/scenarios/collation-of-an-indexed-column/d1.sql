--@ plan 1
--@ planner 1 engine d1
--@ base   fp1:5b9be072ce410a5f858179c119cb112b1598492e655faf5b52723cf2e8d9f6f1
--@ target fp1:7ead91c2bd46a6304372db685cd557e5b85c6f6f9a784d010303dfa5eb891286
-- 4 changed, 1 rebuilt

--@ session foreign-keys deferred
--@ transaction

--@ step rebuild-create word (D1 cannot change a column's definition in place)
CREATE TABLE "__trueup_word" (id INTEGER PRIMARY KEY, w TEXT COLLATE NOCASE, k TEXT COLLATE NOCASE);

--@ step rebuild-copy word
INSERT OR ABORT INTO "__trueup_word" ("id", "w", "k")
SELECT "word"."id", "word"."w", "word"."k"
FROM "word" ORDER BY "word".rowid;

--@ check rebuild-rows word expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "word") - (SELECT count(*) FROM "__trueup_word"))
 + (SELECT count(*) FROM "word" AS "old" LEFT JOIN "__trueup_word" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR "old"."id" IS NOT "new"."id" COLLATE BINARY
  OR "old"."w" IS NOT "new"."w" COLLATE BINARY
  OR "old"."k" IS NOT "new"."k" COLLATE BINARY);

--@ step rebuild-drop word
DROP TABLE "word";

--@ step rebuild-rename word
ALTER TABLE "__trueup_word" RENAME TO "word";

--@ step create-index word_k
CREATE UNIQUE INDEX word_k ON word (k);

--@ step create-index word_w
CREATE INDEX word_w ON word (w, k);

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table word
--= CREATE TABLE word (id INTEGER PRIMARY KEY, w TEXT, k TEXT)
--@ before index word_k
--= CREATE UNIQUE INDEX word_k ON word (k)
--@ before index word_w
--= CREATE INDEX word_w ON word (w, k)
--@ seal sha256:094e08604002bef88e3cd9b7d00639a1200104edaad37d65899776cfc2436432
