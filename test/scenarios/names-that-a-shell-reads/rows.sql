INSERT INTO "order" VALUES (1, 'x', 'y', 'z', NULL), (2, NULL, 'y', 'z', 5);
