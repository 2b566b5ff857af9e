-- One plan must not replace one broken view and repair another by accident: afterwards nothing shows which of the two
-- was intended.
CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT);
CREATE VIEW fast AS SELECT id FROM tune WHERE tempo > 200;
CREATE VIEW slow AS SELECT id FROM tune WHERE tempo < 60;
