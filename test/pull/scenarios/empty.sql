-- A database that holds nothing.
PRAGMA user_version = 0;
