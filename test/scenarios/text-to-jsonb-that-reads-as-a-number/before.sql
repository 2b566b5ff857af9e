-- A text that reads as a number would become one in a column of NUMERIC affinity, and say something else.
CREATE TABLE event (id INTEGER PRIMARY KEY, data TEXT);
