-- A table made from a SELECT: SQLite writes its columns.
CREATE TABLE source (id INTEGER PRIMARY KEY, name TEXT, price DECIMAL(8, 2));
CREATE TABLE copy AS SELECT id, name, price, price * 2 AS "double price", 'x' FROM source;
