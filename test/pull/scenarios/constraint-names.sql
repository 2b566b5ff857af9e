-- Every constraint with a name, on columns and on the table.
CREATE TABLE team (
  id INTEGER CONSTRAINT team_pk PRIMARY KEY,
  name TEXT CONSTRAINT team_name_given NOT NULL CONSTRAINT team_name_once UNIQUE,
  size INTEGER CONSTRAINT team_size CHECK (size > 0),
  lead INTEGER CONSTRAINT team_lead REFERENCES team (id),
  code TEXT,
  area TEXT,
  CONSTRAINT team_code_once UNIQUE (code, area),
  CONSTRAINT team_code_short CHECK (length(code) < 9),
  CONSTRAINT team_self FOREIGN KEY (size) REFERENCES team (id)
);
CREATE TABLE named_key (a, b, CONSTRAINT "the key" PRIMARY KEY (a, b));
CREATE TABLE named_rest (
  a TEXT CONSTRAINT a_default DEFAULT 'x' CONSTRAINT a_collate COLLATE NOCASE,
  b TEXT CONSTRAINT b_generated AS (upper(a))
);
