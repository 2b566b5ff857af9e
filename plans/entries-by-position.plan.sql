--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:7250a9d5cb80d2d8940df1114bf5e21b14c3342071033bd558c0f795033ec30f
--@ target fp1:18fe57dc485d7950858acb77d78f85d0fd49bcf4de169ec07d0e9bc4fb94d091
-- 2 added, 2 changed, 1 rebuilt, 1 dropped

--@ session foreign-keys off
--@ transaction

--@ step drop-trigger playlist_entry_practised (created again below)
DROP TRIGGER "playlist_entry_practised";

--@ step rebuild-create playlist_entry (PRIMARY KEY is added; UNIQUE (playlist, position) is dropped; WITHOUT ROWID is added)
CREATE TABLE "__trueup_playlist_entry" (
  playlist INTEGER NOT NULL REFERENCES playlist (id) ON DELETE CASCADE,
  position INTEGER NOT NULL CHECK (position > 0),
  tune INTEGER NOT NULL REFERENCES tune (id) ON DELETE CASCADE,
  times INTEGER NOT NULL DEFAULT 3,
  PRIMARY KEY (playlist, position)
) WITHOUT ROWID, STRICT;

--@ step rebuild-copy playlist_entry
INSERT OR ABORT INTO "__trueup_playlist_entry" ("playlist", "position", "tune", "times")
SELECT "playlist_entry"."playlist", "playlist_entry"."position", "playlist_entry"."tune", "playlist_entry"."times"
FROM "playlist_entry" ORDER BY "playlist_entry".rowid;

--@ check rebuild-rows playlist_entry expect = 0 (no row is lost, no kept value changes)
SELECT abs((SELECT count(*) FROM "playlist_entry") - (SELECT count(*) FROM "__trueup_playlist_entry"))
 + (SELECT count(*) FROM "playlist_entry" AS "old" LEFT JOIN "__trueup_playlist_entry" AS "new" ON "new"."playlist" = "old"."playlist" COLLATE "BINARY" AND "new"."position" = "old"."position" COLLATE "BINARY"
  WHERE "new"."playlist" IS NULL
  OR "old"."playlist" IS NOT "new"."playlist" COLLATE BINARY
  OR "old"."position" IS NOT "new"."position" COLLATE BINARY
  OR "old"."tune" IS NOT "new"."tune" COLLATE BINARY
  OR "old"."times" IS NOT "new"."times" COLLATE BINARY);

--@ step rebuild-drop playlist_entry
DROP TABLE "playlist_entry";

--@ step rebuild-rename playlist_entry
ALTER TABLE "__trueup_playlist_entry" RENAME TO "playlist_entry";

--@ step create-index playlist_entry_by_tune
CREATE INDEX playlist_entry_by_tune ON playlist_entry (tune);

--@ step create-trigger playlist_entry_practised
CREATE TRIGGER playlist_entry_practised AFTER INSERT ON playlist_entry
BEGIN
  INSERT OR IGNORE INTO practice (user, tune)
  SELECT playlist.owner, new.tune
  FROM playlist
  WHERE playlist.id = new.playlist;
END;

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table playlist_entry
--= CREATE TABLE playlist_entry (
--=   playlist INTEGER NOT NULL REFERENCES playlist (id) ON DELETE CASCADE,
--=   position INTEGER NOT NULL CHECK (position > 0),
--=   tune INTEGER NOT NULL REFERENCES tune (id) ON DELETE CASCADE,
--=   times INTEGER NOT NULL DEFAULT 3,
--=   UNIQUE (playlist, position)
--= ) STRICT
--@ before index playlist_entry_by_tune
--= CREATE INDEX playlist_entry_by_tune ON playlist_entry (tune)
--@ before trigger playlist_entry_practised
--= CREATE TRIGGER playlist_entry_practised AFTER INSERT ON playlist_entry
--= BEGIN
--=   INSERT OR IGNORE INTO practice (user, tune)
--=   SELECT playlist.owner, new.tune
--=   FROM playlist
--=   WHERE playlist.id = new.playlist;
--= END
--@ seal sha256:79b09ecf51fafb5325afca13778288c9431e690dece4921772194dc2e036c785
