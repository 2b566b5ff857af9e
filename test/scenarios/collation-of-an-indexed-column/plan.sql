--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:5b9be072ce410a5f858179c119cb112b1598492e655faf5b52723cf2e8d9f6f1
--@ target fp1:7ead91c2bd46a6304372db685cd557e5b85c6f6f9a784d010303dfa5eb891286
-- 5 changed

--@ session foreign-keys off
--@ transaction

--@ step drop-index word_k (created again below)
DROP INDEX "word_k";

--@ step drop-index word_w (created again below)
DROP INDEX "word_w";

--@ step alter-column word.w
ALTER TABLE "word" ALTER COLUMN "w" TO "w" TEXT COLLATE "NOCASE";

--@ step alter-column word.k
ALTER TABLE "word" ALTER COLUMN "k" TO "k" TEXT COLLATE "NOCASE";

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
--@ seal sha256:ede9d9420e133970df24c0f3629286949b88158edde4fd9ca6688f9cb47b14c4
