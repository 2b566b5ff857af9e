-- A mistake in the declarations is refused with its line, and no plan is made.
CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT NOT NULL);
