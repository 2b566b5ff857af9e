CREATE TABLE mark (id INTEGER PRIMARY KEY, guid TEXT CHECK (guid <> 'root'), kind TEXT NOT NULL DEFAULT 'plain', title TEXT, shown AS (coalesce(title, 'none')), CHECK (kind IN ('plain', 'odd', kind)));
CREATE INDEX mark_open ON mark (title) WHERE kind <> 'done';
CREATE INDEX mark_shown ON mark (coalesce(title, 'none') DESC, kind);
CREATE TABLE other (id INTEGER PRIMARY KEY, label TEXT);
CREATE VIEW plain AS SELECT id, 'plain' AS k FROM mark WHERE kind = 'plain' AND title IS NOT NULL UNION SELECT id, label FROM other;
CREATE VIEW over_it AS SELECT id FROM plain WHERE k = 'plain';
CREATE TRIGGER noted AFTER UPDATE ON mark WHEN NEW.kind = 'odd' BEGIN INSERT INTO other (label) SELECT label FROM other WHERE label = 'odd'; END;
