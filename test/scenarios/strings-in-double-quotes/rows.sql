INSERT INTO mark (guid, kind, title) VALUES ('a', 'plain', 'The Kesh'), ('b', 'odd', NULL);
