-- A CHECK on a column that speaks about another one, and one on the table about a single column.
CREATE TABLE span (low INTEGER CHECK (low < high), high INTEGER, step INTEGER, CHECK (step > 0), CONSTRAINT span_high CHECK (high < 100));
