-- A new generated column of a numeric type: '3' and 3 are the same value in it. The duplicates were not found, and the plan failed.
CREATE TABLE tune (id INTEGER PRIMARY KEY, number TEXT);
