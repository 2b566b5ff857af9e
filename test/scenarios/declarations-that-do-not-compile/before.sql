-- A mistake in the declarations is refused with the line it stands in, and no plan is made.
CREATE TABLE tune (id INTEGER PRIMARY KEY, title TEXT NOT NULL);
