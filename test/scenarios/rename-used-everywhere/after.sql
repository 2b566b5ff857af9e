CREATE TABLE base (id INTEGER PRIMARY KEY, key TEXT UNIQUE CHECK (length(key) < 9), upper_code TEXT AS (upper(key)));
CREATE TABLE leaf (base_code TEXT REFERENCES base (key) ON UPDATE CASCADE, n INTEGER);
CREATE INDEX base_code ON base (key DESC) WHERE key IS NOT NULL;
CREATE INDEX base_lower ON base (lower(key));
CREATE VIEW codes AS SELECT key AS code, id FROM base;
CREATE VIEW codes_again AS SELECT c.code FROM codes AS c;
CREATE TABLE seen (code TEXT);
CREATE TRIGGER base_seen AFTER UPDATE OF key ON base WHEN NEW.key <> OLD.key BEGIN INSERT INTO seen (code) VALUES (NEW.key); END;
