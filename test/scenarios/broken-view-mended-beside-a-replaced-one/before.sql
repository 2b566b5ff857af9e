-- One plan cannot replace one broken view and repair another by accident: afterwards, it would not be known which was intended.
CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT);
CREATE VIEW fast AS SELECT id FROM tune WHERE tempo > 200;
CREATE VIEW slow AS SELECT id FROM tune WHERE tempo < 60;
