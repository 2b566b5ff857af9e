INSERT INTO performer VALUES ('Ann', 'Cork'), ('Bob', NULL);
