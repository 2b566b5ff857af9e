-- Numbers whose digits matter: leading zeros, trailing zeros, exponents, and ones that no double holds.
CREATE TABLE n (
  a DEFAULT 007,
  b DEFAULT 1.0,
  c DEFAULT 1.10,
  d DEFAULT 1e400,
  e DEFAULT -1E-7,
  f DEFAULT 12345678901234567890,
  g DEFAULT 0x7fffffffffffffff,
  h DEFAULT - 5,
  i DEFAULT (-5),
  j DEFAULT (((1))),
  k DEFAULT 5.,
  l DEFAULT ((1) + (2))
);
