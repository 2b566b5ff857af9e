CREATE TABLE box (id INTEGER PRIMARY KEY, w INTEGER, h INTEGER, area INTEGER AS (w * h * 10) STORED, edge INTEGER AS (2 * (w + h)) STORED, tall INTEGER AS (h > w) VIRTUAL);
CREATE INDEX box_tall ON box (tall);
