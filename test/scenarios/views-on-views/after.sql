CREATE TABLE sale (id INTEGER PRIMARY KEY, amount INTEGER, day TEXT, vat INTEGER);
CREATE VIEW z_daily AS SELECT day, sum(amount) + sum(coalesce(vat, 0)) AS total FROM sale GROUP BY day;
CREATE VIEW m_good AS SELECT * FROM z_daily WHERE total > 10;
CREATE VIEW a_best AS SELECT max(total) AS best FROM m_good;
