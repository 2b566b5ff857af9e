-- Two columns of the same type swap names. The schema looks the same afterwards, so the plan could be applied twice.
CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT, composer TEXT);
