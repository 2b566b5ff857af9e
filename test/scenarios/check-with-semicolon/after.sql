CREATE TABLE line (id INTEGER PRIMARY KEY, text TEXT CHECK (text NOT LIKE '%;%' AND text <> 'b); DROP TABLE line; --') UNIQUE);
