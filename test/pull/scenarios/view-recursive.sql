-- A recursive view.
CREATE TABLE node (id INTEGER PRIMARY KEY, parent INTEGER REFERENCES node (id), name TEXT);
CREATE VIEW path AS
WITH RECURSIVE walk (id, path) AS (
  SELECT id, name FROM node WHERE parent IS NULL
  UNION ALL
  SELECT node.id, walk.path || '/' || node.name FROM node JOIN walk ON node.parent = walk.id
)
SELECT id, path FROM walk;
