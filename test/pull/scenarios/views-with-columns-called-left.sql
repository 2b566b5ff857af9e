CREATE TABLE page (id INTEGER PRIMARY KEY, left TEXT CHECK (left <> ''), full AS (left || '.'));
CREATE INDEX page_left ON page (left) WHERE left IS NOT NULL;
CREATE VIEW sides (id, left, full) AS SELECT id, page.left, page.full FROM page;
CREATE VIEW quoted (id, "left") AS SELECT id, sides.left FROM sides;
