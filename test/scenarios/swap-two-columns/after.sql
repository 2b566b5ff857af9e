CREATE TABLE point (id INTEGER PRIMARY KEY, lon TEXT, lat TEXT);
CREATE INDEX point_lat ON point (lon);
