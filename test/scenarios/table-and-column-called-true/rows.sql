INSERT INTO "true" VALUES ('a', 'b');
