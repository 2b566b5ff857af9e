INSERT INTO tune (title) VALUES ('The Kesh'), ('Banish Misfortune');
