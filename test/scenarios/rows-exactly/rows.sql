INSERT INTO genre VALUES ('irl', 'Irsh', 'kept'), ('old', 'Old', NULL), ('sco', 'Scottish', 'kept too');
INSERT INTO untouched VALUES (1, 'a');
