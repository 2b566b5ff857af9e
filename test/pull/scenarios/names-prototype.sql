-- Names that objects of JavaScript hold already.
CREATE TABLE constructor (prototype TEXT, constructor TEXT NOT NULL, toString TEXT, valueOf TEXT, hasOwnProperty TEXT, __proto__ TEXT, "then" TEXT, length INTEGER, name TEXT);
CREATE TABLE __proto__ (id INTEGER PRIMARY KEY, __defineGetter__ TEXT);
CREATE TABLE toString (id INTEGER PRIMARY KEY, c TEXT REFERENCES constructor (constructor));
CREATE TABLE hasOwnProperty (id INTEGER PRIMARY KEY);
CREATE INDEX valueOf ON __proto__ (__defineGetter__);
