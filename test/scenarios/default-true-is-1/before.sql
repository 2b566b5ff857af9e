-- DEFAULT true and DEFAULT 1 are the same default: a plan used to change one into the other. The string 'true' is neither.
CREATE TABLE tune (id INTEGER PRIMARY KEY, known INTEGER DEFAULT true, tried INTEGER DEFAULT (FALSE), word TEXT DEFAULT "true");
