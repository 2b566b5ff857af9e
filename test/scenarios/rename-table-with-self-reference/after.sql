CREATE TABLE directory (id INTEGER PRIMARY KEY, parent INTEGER REFERENCES directory (id) ON DELETE CASCADE, name TEXT);
CREATE TABLE file (id INTEGER PRIMARY KEY, folder INTEGER NOT NULL REFERENCES directory (id));
CREATE INDEX folder_parent ON directory (parent);
CREATE TRIGGER folder_loop BEFORE INSERT ON directory WHEN NEW.parent = NEW.id BEGIN SELECT RAISE(ABORT, 'a folder in itself'); END;
