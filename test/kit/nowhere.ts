/**
 * A reference to a table that does not exist, and triggers that SQLite refuses to compile while foreign keys are on: on
 * the child, on its parent, and on a view of the child.
 */
export const nowhere = `CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT);
CREATE TABLE played (
  id INTEGER PRIMARY KEY,
  tune INTEGER REFERENCES tune (id) ON DELETE CASCADE,
  place INTEGER REFERENCES gone (id)
);
CREATE TABLE log (tune INTEGER);
CREATE UNIQUE INDEX log_tune ON log (tune);
CREATE VIEW plays AS SELECT id, tune FROM played;
CREATE TRIGGER played_in AFTER INSERT ON played BEGIN INSERT INTO log (tune) VALUES (new.tune) ON CONFLICT (tune) DO NOTHING; END;
CREATE TRIGGER tune_gone AFTER DELETE ON tune BEGIN DELETE FROM log WHERE tune = old.id; END;
CREATE TRIGGER plays_in INSTEAD OF INSERT ON plays BEGIN INSERT INTO played (tune) VALUES (new.tune); END`;

/** A later version of it. */
export const nowhereLater = nowhere.replace("log (tune INTEGER)", "log (tune INTEGER, day TEXT)");
