INSERT INTO tune VALUES (1, 'The Kesh'), (x'01', 'a blob'), (1.5, 'half'), ('two', 'a word');
