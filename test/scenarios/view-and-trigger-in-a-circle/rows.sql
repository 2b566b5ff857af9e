INSERT INTO a (x) VALUES (4), ('five');
