INSERT INTO kv VALUES ('a', '1'), (NULL, '2'), (NULL, '3');
