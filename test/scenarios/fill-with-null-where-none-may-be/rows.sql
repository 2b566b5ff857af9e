INSERT INTO rank VALUES ('1', 'a'), ('x', 'b');
