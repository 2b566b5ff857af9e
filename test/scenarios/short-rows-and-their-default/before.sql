-- Rows older than an added column hold nothing for it and read its default: changing the default must not change them.
CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT);
INSERT INTO t VALUES (1, 'old'), (2, 'older');
ALTER TABLE t ADD COLUMN n INTEGER NOT NULL DEFAULT 5;
ALTER TABLE t ADD COLUMN m TEXT DEFAULT 'five';
