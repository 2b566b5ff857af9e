INSERT INTO words (title, content) VALUES ('Slip jig', 'in nine'), ('Reel', 'in four');
