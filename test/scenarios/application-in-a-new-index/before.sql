-- A new index would have to compute what only the application can: refused, with the reason.
CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT, changed TEXT);
