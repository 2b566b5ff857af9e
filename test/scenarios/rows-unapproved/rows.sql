INSERT INTO genre VALUES ('irl', 'Irsh'), ('old', 'Old'), ('older', 'Older');
