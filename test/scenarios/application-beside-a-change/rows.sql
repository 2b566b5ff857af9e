INSERT INTO place (name) VALUES ('Doolin');
