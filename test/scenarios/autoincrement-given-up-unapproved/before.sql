-- The highest number ever given used to be forgotten silently, and the next row got the number of a deleted one.
CREATE TABLE tune (id INTEGER PRIMARY KEY AUTOINCREMENT, title TEXT);
CREATE TABLE note (id INTEGER PRIMARY KEY AUTOINCREMENT, words TEXT);
