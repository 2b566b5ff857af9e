-- One plan cannot replace one broken view and mend another by accident: afterwards nobody could tell which was meant.
CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT);
CREATE VIEW fast AS SELECT id FROM tune WHERE tempo > 200;
CREATE VIEW slow AS SELECT id FROM tune WHERE tempo < 60;
