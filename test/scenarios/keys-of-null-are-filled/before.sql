-- Rows with NULL in the future key need a fill. It was asked for, and then refused for having no effect.
CREATE TABLE said (id INTEGER, text TEXT);
CREATE TABLE place (code TEXT PRIMARY KEY, town TEXT);
