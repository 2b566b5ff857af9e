--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:30c41860a74d1875ab9b02dac41d1227fa7c6dd9ec4810760e50ad7208d07c4c
--@ target fp1:57ac55e4d58180f79f491f74d12a6b480783bd55143816a291791c661f841f10
-- 2 changed

--@ session foreign-keys off
--@ transaction

--@ step drop-trigger forget (created again below)
DROP TRIGGER "forget";

--@ step alter-column performer.town
ALTER TABLE "performer" ALTER COLUMN "town" TO "town" TEXT COLLATE "NOCASE";

--@ step create-trigger forget
CREATE TRIGGER forget INSTEAD OF DELETE ON towns BEGIN
  UPDATE performer SET town = NULL WHERE town = OLD."missing" AND 0;
END;

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table performer
--= CREATE TABLE performer (name TEXT, town TEXT)
--@ before trigger forget
--= CREATE TRIGGER forget INSTEAD OF DELETE ON towns BEGIN
--=   UPDATE performer SET town = NULL WHERE town = OLD."missing" AND 0;
--= END
--@ seal sha256:04bdb3142a2d5647546753e757be717208dc19efa81322a2921270e36e3ae21c
