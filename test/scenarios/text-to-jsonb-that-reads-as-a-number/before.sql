-- Text that reads as a number would become one in a column of NUMERIC affinity, and would change its meaning.
CREATE TABLE event (id INTEGER PRIMARY KEY, data TEXT);
