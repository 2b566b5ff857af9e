CREATE TABLE tune (id INTEGER PRIMARY KEY, number TEXT, shown INTEGER AS (coalesce(number, id)) UNIQUE);
