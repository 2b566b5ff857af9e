INSERT INTO doc VALUES (1, 't', 1);
