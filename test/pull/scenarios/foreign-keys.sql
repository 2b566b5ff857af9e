-- Every action, on columns and on the table, with composite keys and a reference to oneself.
CREATE TABLE country (code TEXT PRIMARY KEY);
CREATE TABLE city (country TEXT, name TEXT, PRIMARY KEY (country, name), FOREIGN KEY (country) REFERENCES country (code));
CREATE TABLE person (
  id INTEGER PRIMARY KEY,
  boss INTEGER REFERENCES person (id) ON DELETE SET NULL,
  born_in TEXT REFERENCES country (code) ON DELETE CASCADE ON UPDATE SET DEFAULT,
  home_country TEXT DEFAULT 'NO',
  home_city TEXT,
  passport TEXT REFERENCES country ON UPDATE RESTRICT ON DELETE NO ACTION,
  FOREIGN KEY (home_country, home_city) REFERENCES city (country, name) ON UPDATE CASCADE ON DELETE RESTRICT
);
