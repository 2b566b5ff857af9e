CREATE TABLE genre (id integer primary key, name text unique);
CREATE TABLE tune (
  id integer primary key, title text constraint title_given not null constraint title_long check (length(title) > 0), genreid integer references genre (id),
  key text collate nocase, long as (title || key), constraint title_once unique (title, genreid), foreign key (key) references genre (name)
);
CREATE INDEX tune_title ON tune (title, lower(key)) WHERE key IS NOT NULL;
CREATE TRIGGER tune_new AFTER INSERT ON tune BEGIN UPDATE tune SET key = NEW.title; END;
