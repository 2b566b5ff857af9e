--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:26e2264d5db86537d25ee3f5bf2bba8cf624642202103866f5240b580f5103e1
--@ target fp1:2569f34ea15294b73df1ff16f99ee028ecdcd99b1198ed9d05d3d6e214df3617
--@ rename column tune.Id to tune.id
--@ rename column tune.Title to tune.title
--@ rename table Tune to tune
-- 3 renamed

--@ session foreign-keys off
--@ transaction

--@ step rename-table __trueup_tune (steps aside while names are handed round)
ALTER TABLE "Tune" RENAME TO "__trueup_tune";

--@ step rename-table tune
ALTER TABLE "__trueup_tune" RENAME TO "tune";

--@ step rename-column tune.__trueup_id (steps aside while names are handed round)
ALTER TABLE "tune" RENAME COLUMN "Id" TO "__trueup_id";

--@ step rename-column tune.id
ALTER TABLE "tune" RENAME COLUMN "__trueup_id" TO "id";

--@ step rename-column tune.__trueup_title (steps aside while names are handed round)
ALTER TABLE "tune" RENAME COLUMN "Title" TO "__trueup_title";

--@ step rename-column tune.title
ALTER TABLE "tune" RENAME COLUMN "__trueup_title" TO "title";

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table part
--= CREATE TABLE part (tune INTEGER REFERENCES Tune (Id))
--@ before table Tune
--= CREATE TABLE Tune (Id INTEGER PRIMARY KEY, Title TEXT)
--@ seal sha256:7fd3803b787fc7b9e4244be87918a21cab27f5f69348f796ac8a9b0d49521128
