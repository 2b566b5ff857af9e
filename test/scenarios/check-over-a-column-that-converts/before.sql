-- The CHECK was asked of the values before they were converted: '9' < 50 does not hold for a text.
CREATE TABLE reading (id INTEGER PRIMARY KEY, value TEXT);
