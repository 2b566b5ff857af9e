-- A definition whose layout is its own.
create table    "spaced"
(
	id		integer	primary	key	autoincrement
,	name	text	not
	null
,check(name<>'' )
)
;
create
unique
index if not exists   spaced_name on spaced(name)where name<>'x';
CREATE TABLE oneline(a,b,c);
CREATE TABLE IF NOT EXISTS main.qualified (a TEXT);
