CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT CHECK (title <> ''), shout AS (title || '!'), UNIQUE (title));
CREATE INDEX tune_by_title ON tune (title COLLATE NOCASE);
CREATE TABLE note (tune TEXT REFERENCES tune (title));
CREATE VIEW titles AS SELECT title, shout FROM tune;
CREATE TRIGGER tune_renamed AFTER UPDATE OF title ON tune BEGIN UPDATE note SET tune = NEW.title WHERE tune = OLD.title; END;
