INSERT INTO main.main VALUES (1, '2', 3), (7, NULL, 8);
INSERT INTO sqlite VALUES (1, 2, '3'), (4, 5, '6');
INSERT INTO libsql_wasm_mine VALUES (3, 'x');
