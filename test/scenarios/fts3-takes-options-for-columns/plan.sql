--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:5eed7179d32f816493c09cbaf7bb458d3901513f85e237a763478fefe375c530
--@ target fp1:14e38018a71786c68b766643881e602df94e5d5d8f4de3769c9864a1ae556ae9
-- 1 rebuilt

--@ session foreign-keys off
--@ transaction

--@ step rebuild-create words (its options change)
CREATE VIRTUAL TABLE "__trueup_words" USING fts3(title, content=doc, tokenize simple);

--@ step rebuild-copy words
INSERT INTO "__trueup_words" ("rowid", "title", "content") SELECT "rowid", "title", "content" FROM "words";

--@ check rebuild-rows words expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "words") - (SELECT count(*) FROM "__trueup_words"))
 + (SELECT count(*) FROM "words" AS "old" LEFT JOIN "__trueup_words" AS "new" ON "new"."rowid" = "old"."rowid"
  WHERE "new"."rowid" IS NULL
  OR "old"."title" IS NOT "new"."title"
  OR "old"."content" IS NOT "new"."content");

--@ step rebuild-drop words
DROP TABLE "words";

--@ step rebuild-rename words
ALTER TABLE "__trueup_words" RENAME TO "words";

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before virtual-table words
--= CREATE VIRTUAL TABLE words USING fts3(title, content=doc, tokenize porter)
--@ seal sha256:2e490b06f636d2c68bfee4e7212a148dded4aa5715834ca41a41c6b807248b85
