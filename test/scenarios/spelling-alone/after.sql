create table [t] (
  id INTEGER not null PRIMARY KEY, -- the key
  a VARCHAR(20) NOT NULL check ( "a" <> '' ),
  b INT,
  unique (b)
);
create index "i" on t(b);
