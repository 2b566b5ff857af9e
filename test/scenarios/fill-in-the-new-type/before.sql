-- A fill was stored in the old type before the new one applied: '01234' became 1234, and then '1234'.
CREATE TABLE address (id INTEGER PRIMARY KEY, zip INT);
