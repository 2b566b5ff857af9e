-- Two rows fail a new CHECK. SQLite never checks existing rows, so the plan must; a NULL passes.
CREATE TABLE product (id INTEGER PRIMARY KEY, price INTEGER);
