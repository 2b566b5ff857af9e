INSERT INTO memory VALUES (1, 'a'), (2, 'b');
INSERT INTO memory_vec_chunks VALUES (1, 1024, x'01', x'02');
