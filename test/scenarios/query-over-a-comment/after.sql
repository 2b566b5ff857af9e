CREATE TABLE product (id INTEGER PRIMARY KEY, name TEXT CHECK (name <> 'no  name' -- as the importer writes it
));
