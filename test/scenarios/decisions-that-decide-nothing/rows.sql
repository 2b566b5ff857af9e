INSERT INTO kept VALUES (1, 'a', 'b');
INSERT INTO gone_already VALUES (1);
