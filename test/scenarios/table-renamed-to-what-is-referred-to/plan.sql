--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:c79b7fe09b8419c820997e9231e0cf039058aabb1209900e11ec81eecff42114
--@ target fp1:74b0073f766914a3de7b221864afb181981b58e313a2517376a0a3075fdc1a35
--@ rename table address_new to address
-- 1 renamed

--@ session foreign-keys off
--@ transaction

--@ step rename-table address
ALTER TABLE "address_new" RENAME TO "address";

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table address_new
--= CREATE TABLE address_new (id TEXT PRIMARY KEY, via TEXT)
--@ seal sha256:95617010c3caf0d178e90bb553af52d8bddcb7a8f9d45dce9dde28580689d4f7
