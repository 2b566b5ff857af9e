-- Comments everywhere a comment can stand.
CREATE TABLE /* the name: */ practice ( -- what was practised
  -- the key
  id INTEGER PRIMARY KEY, -- never reused
  /* minutes, as a whole number */ minutes INTEGER /* not null */ NOT NULL /* positive: */ CHECK (minutes > 0 /* zero is nothing */),
  note TEXT -- free text, with a comma
  ,
  mood TEXT DEFAULT 'fine' /* '); */,
  -- the rules
  CONSTRAINT /* long enough */ sane CHECK (minutes < 1440), -- one day
  UNIQUE (note, /* and */ mood) -- no doubles
  -- the end
) /* nothing here */;
-- outside
CREATE INDEX practice_mood /* by mood */ ON practice ( -- the terms
  mood /* first */ COLLATE NOCASE -- ignoring case
  DESC
) WHERE /* only */ note IS NOT NULL;
CREATE TRIGGER practice_t /* one */ AFTER /* two */ INSERT ON practice BEGIN /* three */ SELECT 1; -- four
END;
