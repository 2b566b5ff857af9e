INSERT INTO singer VALUES (1, 'Ada', 'alto'), (2, 'Bo', 'bass');
INSERT INTO booking VALUES (1, 1, 'north', '2030-05-01'), (2, 2, 'north', '2030-05-01'), (3, 2, NULL, NULL);
