CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT, tempo INTEGER NOT NULL);
CREATE VIEW loud AS SELECT id, upper(title) AS title FROM tune;
CREATE VIEW louder AS SELECT id FROM loud;
