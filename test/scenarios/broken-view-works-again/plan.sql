--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:cd708fa807e408a9519aef0adcb32341dda89fd340395faef51b75ce09d87368
--@ target fp1:8184b1c1672ce05dacd2d7e46b1e46dd1007a6a384b82e52b23335bbc700ac77
-- 1 added, 1 changed

--@ session foreign-keys off
--@ transaction

--@ step add-column tune.tempo
ALTER TABLE "tune" ADD COLUMN "tempo" INTEGER;

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table tune
--= CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT)
--@ seal sha256:2d1e42e9ddb268e4bab4670800d600972e1150f6e3b599a3716a189bde389361
