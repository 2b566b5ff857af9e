-- Unanswered renames used to hide each other: whatever depends on one of them was refused as well, for other reasons.
CREATE TABLE singer (id INTEGER PRIMARY KEY, name TEXT, voice TEXT);
CREATE TABLE booking (id INTEGER PRIMARY KEY, singer_id INTEGER REFERENCES singer (id), hall TEXT, day TEXT);
