-- Somebody made a trigger by hand on a table that is rebuilt. It is not lost on the way: dropping it is asked about.
CREATE TABLE account (id INTEGER PRIMARY KEY, balance INTEGER);
CREATE TABLE history (account INTEGER, balance INTEGER);
CREATE TRIGGER account_history AFTER UPDATE ON account BEGIN INSERT INTO history VALUES (OLD.id, OLD.balance); END;
