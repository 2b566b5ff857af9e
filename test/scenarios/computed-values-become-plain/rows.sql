INSERT INTO tune (id, title) VALUES (1, '7'), (2, 'it''s');
