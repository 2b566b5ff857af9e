-- Names in single quotes, which SQLite takes where only a name can stand.
CREATE TABLE 'single quoted' ('a b' TEXT, 'c' INTEGER DEFAULT 1, PRIMARY KEY ('a b'), UNIQUE ('c'));
CREATE INDEX 'single index' ON 'single quoted' ('c');
CREATE TABLE child (x TEXT REFERENCES 'single quoted' ('a b'));
