-- Got a plan that apply refused to run: the engine has a table of that name that lists folders.
CREATE TABLE tune (id INTEGER PRIMARY KEY, kind TEXT);
