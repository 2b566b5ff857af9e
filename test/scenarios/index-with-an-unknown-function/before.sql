-- A rebuild would drop an index that calls a function of the application, and could not create it again.
CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT, price TEXT);
CREATE INDEX tune_sorted ON tune (lower(title), CAST(price AS DECIMAL(10, 2)));
PRAGMA writable_schema = ON;
UPDATE sqlite_schema SET sql = replace(sql, 'lower', 'unaccent') WHERE name = 'tune_sorted';
PRAGMA writable_schema = RESET;
