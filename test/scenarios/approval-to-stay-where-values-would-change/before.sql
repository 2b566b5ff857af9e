-- An approval to keep values does not cover values that the new type would change: '007' would become 7.
CREATE TABLE performer (id INTEGER PRIMARY KEY, height TEXT);
