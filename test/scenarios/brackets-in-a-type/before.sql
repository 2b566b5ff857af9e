-- SQLite reads brackets as a name, and keeps them in the text of the type. ALTER and a rebuild used to put a space
-- before them.
CREATE TABLE tune (id INTEGER PRIMARY KEY, title varchar[10], key nvarchar [5] , mode [my type](3), note  long   text);
CREATE TABLE part (id INTEGER PRIMARY KEY, title varchar[10], place INT);
