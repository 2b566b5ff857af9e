CREATE TABLE tune (id INTEGER PRIMARY KEY, title varchar[10] NOT NULL, key nvarchar [5] , mode [my type](3) DEFAULT 'D', note  long   text);
CREATE TABLE part (id INTEGER PRIMARY KEY, title varchar[10], place INT, UNIQUE (title));
