CREATE TABLE tune (id INTEGER PRIMARY KEY AUTOINCREMENT, title TEXT, meter TEXT);
CREATE TABLE note (id INTEGER PRIMARY KEY, tune INTEGER REFERENCES tune (id) ON DELETE CASCADE, body TEXT);
CREATE TABLE played (tune INTEGER, day TEXT, FOREIGN KEY (tune) REFERENCES tune (id));
CREATE INDEX tune_by_title ON tune (title);
CREATE INDEX tune_by_meter ON tune (meter);
CREATE VIEW titles AS SELECT title FROM tune;
CREATE VIEW loud_titles AS SELECT upper(title) AS title FROM titles;
CREATE TRIGGER tune_2_new AFTER INSERT ON tune BEGIN UPDATE note SET body = NEW.title WHERE tune = NEW.id; END;
CREATE VIRTUAL TABLE found USING fts5 (title, content = 'tune', content_rowid = 'id');
