--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:5d2a9787d6ae7a84b2abcf037a9dcf8e01e7859abe91170f34ed5ce7201b59a8
--@ target fp1:b5a7fc8eb5865652d64a2289b4f310e883dc9ee16b4c3f0b018212cff34e0016
--@ rename table gigs to gig
--@ rename table notes to note
--@ rename table tunes to tune
--@ approve drop-index tune
--@ approve drop-view gig
--@ approve drop-virtual-table note rows<=1
-- 3 renamed, 3 dropped
-- destroys: gig, note, tune

--@ session foreign-keys off
--@ transaction

--@ check drop-table note expect <= 1 (the approved loss)
SELECT count(*) FROM "note";

--@ step drop-view gig
DROP VIEW "gig";

--@ step drop-view later (created again below)
DROP VIEW "later";

--@ step drop-index tune
DROP INDEX "tune";

--@ step drop-virtual-table note
DROP TABLE "note";

--@ step rename-table gig
ALTER TABLE "gigs" RENAME TO "gig";

--@ step rename-table note
ALTER TABLE "notes" RENAME TO "note";

--@ step rename-table tune
ALTER TABLE "tunes" RENAME TO "tune";

--@ step create-view later
CREATE VIEW later AS SELECT day FROM gig WHERE day > '2024';

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table gigs
--= CREATE TABLE gigs (day TEXT)
--@ before table notes
--= CREATE TABLE notes (body TEXT)
--@ before table tunes
--= CREATE TABLE tunes (id INTEGER PRIMARY KEY, title TEXT)
--@ before virtual-table note
--= CREATE VIRTUAL TABLE note USING fts5 (body)
--@ before index tune
--= CREATE INDEX tune ON tunes (title)
--@ before view gig
--= CREATE VIEW gig AS SELECT day FROM gigs
--@ before view later
--= CREATE VIEW later AS SELECT day FROM gig WHERE day > '2024'
--@ seal sha256:453fd59ac9e1cb2e7a9e420362486e1db1f1d27971f086dcc6826f7949bc7c37
