-- Declared types that other databases brought along, kept as they were written.
CREATE TABLE legacy (
  a VARCHAR(20),
  b DECIMAL(10, 2) NOT NULL,
  c UNSIGNED BIG INT,
  d DOUBLE PRECISION,
  e DATETIME DEFAULT CURRENT_TIMESTAMP,
  f BOOLEAN NOT NULL DEFAULT 0,
  g NATIVE CHARACTER(70),
  h varchar ( 255 ),
  i int,
  j Text,
  k FLOATING POINT,
  l STRING,
  m JSON,
  n "quoted type"(3),
  o [bracket type],
  p DECIMAL(+5,-2),
  q TINYINT(1) NOT NULL,
  r NVARCHAR(100) COLLATE NOCASE
);
