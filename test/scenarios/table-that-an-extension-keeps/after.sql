CREATE TABLE memory (id INTEGER PRIMARY KEY, text TEXT);
CREATE TABLE memory_vec_info (key TEXT PRIMARY KEY, value);
