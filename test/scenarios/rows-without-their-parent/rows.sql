INSERT INTO genre VALUES ('irl');
