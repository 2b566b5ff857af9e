-- Which INTEGER PRIMARY KEY is the rowid, and which only looks like it.
CREATE TABLE a_rowid (id INTEGER PRIMARY KEY, x);
CREATE TABLE b_rowid_not_null (id INTEGER NOT NULL PRIMARY KEY, x);
CREATE TABLE c_rowid_table_key (id INTEGER, x, PRIMARY KEY (id));
CREATE TABLE d_rowid_table_key_desc (id INTEGER, x, PRIMARY KEY (id DESC));
CREATE TABLE e_not_rowid_desc (id INTEGER PRIMARY KEY DESC, x);
CREATE TABLE f_not_rowid_int (id INT PRIMARY KEY, x);
CREATE TABLE g_not_rowid_bigint (id BIGINT PRIMARY KEY, x);
CREATE TABLE h_lower_case (id integer primary key, x);
CREATE TABLE i_text_key_may_be_null (id TEXT PRIMARY KEY, x);
CREATE TABLE j_key_named (id INTEGER CONSTRAINT j_pk PRIMARY KEY, x);
CREATE TABLE k_table_key_autoincrement (x, id INTEGER, PRIMARY KEY (id AUTOINCREMENT));
CREATE TABLE l_quoted_type (id "INTEGER" PRIMARY KEY, x);
