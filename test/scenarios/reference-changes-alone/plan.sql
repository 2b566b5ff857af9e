--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:2b941d25baff5d7d503842f445477f1273d29ac2615cd6054f32c2d3d7e81c63
--@ target fp1:cd030eedc1cc624e4c659295b1038d05985a1d6f724795ed3dacf08302f44949
-- 2 added, 1 changed, 1 dropped

--@ session foreign-keys off
--@ transaction

--@ step alter-column c.p
ALTER TABLE "c" ALTER COLUMN "p" TO "p" INTEGER REFERENCES "p" ("id") ON DELETE CASCADE ON UPDATE CASCADE;

--@ step alter-column c.q
ALTER TABLE "c" ALTER COLUMN "q" TO "q" INTEGER REFERENCES "p" ("id");

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table c
--= CREATE TABLE c (id INTEGER PRIMARY KEY, p INTEGER REFERENCES p (id), q INTEGER)
--@ seal sha256:7af677553d64cc18595ec01351dcde7a88ca6a605fc66596ee6f04bfc34ecab8
