CREATE TABLE tune (id INT, title TEXT, PRIMARY KEY (id));
