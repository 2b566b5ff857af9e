-- If a trigger changes a declared row, the proof says so: no plan could ever establish that row.
CREATE TABLE role (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE TRIGGER role_upper AFTER INSERT ON role BEGIN UPDATE role SET name = upper(new.name) WHERE id = new.id; END;
