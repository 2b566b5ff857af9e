-- The CHECK was tested on the values before they were converted: '9' < 50 is false for text.
CREATE TABLE reading (id INTEGER PRIMARY KEY, value TEXT);
