-- A trigger made by hand on a table that is rebuilt is not lost silently: dropping it needs an approval.
CREATE TABLE account (id INTEGER PRIMARY KEY, balance INTEGER);
CREATE TABLE history (account INTEGER, balance INTEGER);
CREATE TRIGGER account_history AFTER UPDATE ON account BEGIN INSERT INTO history VALUES (OLD.id, OLD.balance); END;
