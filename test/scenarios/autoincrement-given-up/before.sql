-- Which numbers were ever given is forgotten only with an approval; the counter of a dropped column goes with it.
CREATE TABLE tune (id INTEGER PRIMARY KEY AUTOINCREMENT, title TEXT);
CREATE TABLE note (id INTEGER PRIMARY KEY AUTOINCREMENT, words TEXT);
