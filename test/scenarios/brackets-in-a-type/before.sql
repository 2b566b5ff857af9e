-- Brackets are a name to SQLite and a part of the type's text. They came back from an ALTER and a rebuild with a space before them.
CREATE TABLE tune (id INTEGER PRIMARY KEY, title varchar[10], key nvarchar [5] , mode [my type](3), note  long   text);
CREATE TABLE part (id INTEGER PRIMARY KEY, title varchar[10], place INT);
