INSERT INTO song VALUES (1, 'The Kesh');
