--@ plan 1
--@ planner 1 engine d1
--@ base   fp1:f53e75452822f62d841ae9079313a8ec5b7d13050f74b6f2a54b50ceec695ab7
--@ target fp1:8a433aa3d4ac86e4fd6dc6a1790e71a544268bdec86aa3ad8b7c5f63bb68c804
--@ rename column gig.title to gig.name
--@ approve drop-column gig.old_flag rows<=2
-- 1 renamed, 5 added, 7 changed, 1 rebuilt, 3 dropped
-- destroys: gig.old_flag

--@ session foreign-keys deferred
--@ transaction

--@ check drop-column gig.old_flag expect <= 2 (the approved loss)
SELECT count(*) FROM "gig" WHERE "gig"."old_flag" IS NOT NULL;

--@ check convert gig.fee expect = 0 (every value converts without loss)
SELECT count(*) FROM "gig" WHERE NOT CASE typeof("gig"."fee") WHEN 'null' THEN 1 WHEN 'integer' THEN 1 WHEN 'real' THEN CAST(CAST("gig"."fee" AS INTEGER) AS REAL) = "gig"."fee" AND abs("gig"."fee") < 9007199254740993 WHEN 'text' THEN CAST(CAST("gig"."fee" AS INTEGER) AS TEXT) = "gig"."fee" ELSE 0 END;

--@ step drop-trigger gig_state (created again below)
DROP TRIGGER "gig_state";

--@ step drop-view open_gigs (created again below)
DROP VIEW "open_gigs";

--@ step rename-column gig.name
ALTER TABLE "gig" RENAME COLUMN "title" TO "name";

--@ step defer-keys gig (its rows go and come back)
PRAGMA defer_foreign_keys = ON;

--@ step rebuild-create gig (PRIMARY KEY changes; UNIQUE (name, venue) is added; D1 cannot change a column's definition in place)
CREATE TABLE "__trueup_gig" (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT COLLATE NOCASE NOT NULL,
  venue INTEGER REFERENCES place (id) ON DELETE SET NULL,
  fee INTEGER DEFAULT 0,
  notes TEXT,
  state TEXT NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'open', 'done')),
  seats INTEGER NOT NULL DEFAULT 20,
  label TEXT AS (name || ' (' || state || ')'),
  UNIQUE (name, venue)
);

--@ step rebuild-copy gig
INSERT OR ABORT INTO "__trueup_gig" ("id", "name", "venue", "fee", "notes", "state")
SELECT "gig"."id", "gig"."name", "gig"."venue", "gig"."fee", "gig"."notes", "gig"."state"
FROM "gig" ORDER BY "gig".rowid;

--@ check rebuild-rows gig expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "gig") - (SELECT count(*) FROM "__trueup_gig"))
 + (SELECT count(*) FROM "gig" AS "old" LEFT JOIN "__trueup_gig" AS "new" ON "new".rowid = "old".rowid
  WHERE "new".rowid IS NULL
  OR "old"."id" IS NOT "new"."id" COLLATE BINARY
  OR "old"."name" IS NOT "new"."name" COLLATE BINARY
  OR "old"."venue" IS NOT "new"."venue" COLLATE BINARY
  OR (typeof("old"."fee") = typeof("new"."fee") AND "old"."fee" IS NOT "new"."fee" COLLATE BINARY)
  OR "old"."notes" IS NOT "new"."notes" COLLATE BINARY
  OR "old"."state" IS NOT "new"."state" COLLATE BINARY);

--@ step rebuild-drop gig
DROP TABLE "gig";

--@ step rebuild-rename gig
ALTER TABLE "__trueup_gig" RENAME TO "gig";

--@ step settle-keys gig (what was counted meanwhile is checked below)
PRAGMA defer_foreign_keys = OFF;

--@ step create-index gig_title
CREATE INDEX gig_title ON gig (name DESC, fee);

--@ step create-view open_gigs
CREATE VIEW open_gigs AS SELECT id, name, seats FROM gig WHERE state = 'open';

--@ step create-trigger gig_state
CREATE TRIGGER gig_state AFTER UPDATE OF state ON gig BEGIN UPDATE gig SET notes = OLD.state || '!' WHERE id = NEW.id; END;

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table gig
--= CREATE TABLE gig (
--=   id INTEGER PRIMARY KEY,
--=   title TEXT,
--=   venue INTEGER REFERENCES place (id),
--=   fee TEXT DEFAULT '0',
--=   notes TEXT,
--=   state TEXT DEFAULT 'open' CHECK (state <> ''),
--=   old_flag INTEGER
--= )
--@ before index gig_title
--= CREATE INDEX gig_title ON gig (title)
--@ before view open_gigs
--= CREATE VIEW open_gigs AS SELECT id, title FROM gig WHERE state = 'open'
--@ before trigger gig_state
--= CREATE TRIGGER gig_state AFTER UPDATE OF state ON gig BEGIN UPDATE gig SET notes = OLD.state WHERE id = NEW.id; END
--@ seal sha256:66b7e1d7b2b6a91fffee0488f915584d80d3c7b4a2b328667f86e92fc68433de
