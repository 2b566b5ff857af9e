INSERT INTO legacy VALUES (1, x'00'), (2, x'01'), (3, NULL);
