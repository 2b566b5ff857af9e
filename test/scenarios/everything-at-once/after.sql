CREATE TABLE place (id INTEGER PRIMARY KEY, name TEXT);
CREATE TABLE gig (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  name TEXT COLLATE NOCASE NOT NULL,
  venue INTEGER REFERENCES place (id) ON DELETE SET NULL,
  fee INTEGER DEFAULT 0,
  notes TEXT,
  state TEXT NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'open', 'done')),
  seats INTEGER NOT NULL DEFAULT 20,
  label TEXT AS (name || ' (' || state || ')'),
  UNIQUE (name, venue)
);
CREATE INDEX gig_title ON gig (name DESC, fee);
CREATE VIEW open_gigs AS SELECT id, name, seats FROM gig WHERE state = 'open';
CREATE TRIGGER gig_state AFTER UPDATE OF state ON gig BEGIN UPDATE gig SET notes = OLD.state || '!' WHERE id = NEW.id; END;
