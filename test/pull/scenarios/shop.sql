-- Tables in several groups that have nothing to do with each other.
CREATE TABLE product (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE price (product INTEGER NOT NULL REFERENCES product (id), amount NUMERIC NOT NULL, PRIMARY KEY (product));
CREATE TABLE post (id INTEGER PRIMARY KEY, body TEXT);
CREATE TABLE post_tag (post INTEGER REFERENCES post (id), tag TEXT);
CREATE TABLE job (id INTEGER PRIMARY KEY, state TEXT);
CREATE TABLE job_run (job INTEGER REFERENCES job (id), at TEXT);
CREATE VIEW product_price AS SELECT product.name, price.amount FROM product JOIN price ON price.product = product.id;
CREATE VIEW everything AS SELECT name FROM product UNION SELECT body FROM post;
