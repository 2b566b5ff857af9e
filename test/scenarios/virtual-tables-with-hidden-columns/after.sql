CREATE VIRTUAL TABLE area USING geopoly(name, since);
CREATE VIRTUAL TABLE said USING fts4(words, languageid="lid", prefix="2,4");
CREATE VIRTUAL TABLE box USING rtree(id, x0, x1, +label, +since);
