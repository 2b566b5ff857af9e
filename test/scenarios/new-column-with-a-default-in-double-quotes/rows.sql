INSERT INTO mark VALUES (1, 'x');
INSERT INTO list VALUES (1, 'y', 'z');
