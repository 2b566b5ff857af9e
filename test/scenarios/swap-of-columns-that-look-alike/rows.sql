INSERT INTO tune VALUES (1, 'Turlough', 'Planxty Irwin');
