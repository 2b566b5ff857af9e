-- 'A' and 'a' are distinct until the column becomes NOCASE: the new collation decides what is a duplicate.
CREATE TABLE word (id INTEGER PRIMARY KEY, w TEXT UNIQUE);
