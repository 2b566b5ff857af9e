INSERT INTO doc VALUES (1, 'Slip jig', 'in nine'), (2, 'Reel', 'in four');
