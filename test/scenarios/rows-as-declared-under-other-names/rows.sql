INSERT INTO genre VALUES ('irl', 'Irish'), ('swe', 'Swedish');
