CREATE TABLE seat (id INTEGER PRIMARY KEY, show INTEGER, place TEXT, cancelled INTEGER NOT NULL DEFAULT 0, UNIQUE (id, show));
CREATE UNIQUE INDEX seat_taken ON seat (show, place) WHERE cancelled IN (0);
