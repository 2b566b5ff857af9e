-- The rows already match the declarations, under the old names. They are checked nevertheless, because another database
-- may have other rows; they used not to be.
CREATE TABLE genre (id TEXT NOT NULL PRIMARY KEY, name TEXT NOT NULL);
