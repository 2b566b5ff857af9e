CREATE TABLE odd (rowid TEXT, _rowid_ TEXT, x TEXT UNIQUE);
CREATE TABLE odder (rowid TEXT, _rowid_ TEXT, oid TEXT);
