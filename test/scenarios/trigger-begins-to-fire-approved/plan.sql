--@ plan 1
--@ planner 1 engine libsql
--@ base   fp1:ef430bbe3662d8aaa84db7e0963fd9782a19c1ff89d4e95e489c0a1a2e640de2
--@ target fp1:5f5795eb983459522b61eab541936f530a839d68f74346b0554e0caf570cb056
--@ rename table link to books
--@ approve drop-trigger link_author
-- 1 added, 1 changed, 1 dropped
-- destroys: link_author

--@ session foreign-keys off
--@ transaction

--@ step drop-trigger link_author
DROP TRIGGER "link_author";

--@ step rename-table books
ALTER TABLE "link" RENAME TO "books";

--@ step add-column books.author
ALTER TABLE "books" ADD COLUMN "author" TEXT;

--@ check foreign-keys all expect no-worse
PRAGMA foreign_key_check;

--@ before table link
--= CREATE TABLE link (id INTEGER PRIMARY KEY, book INTEGER)
--@ before trigger link_author
--= CREATE TRIGGER link_author AFTER UPDATE OF author ON link BEGIN DELETE FROM log WHERE book = NEW.book; END
--@ seal sha256:15d771e558d396dcfc21c54f052e95af2f53828314e5dbfc50f6695baf79ce1d
