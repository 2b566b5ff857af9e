-- A view with its own layout, comments inside and a comment at its end.
CREATE TABLE t (a, b);
CREATE VIEW v
    -- what the screen shows
    AS
      SELECT
          a,   -- the first
          /* the second,
             on two lines */
          b
      FROM t
      WHERE a <> '   kept   '
        AND b <> 'a
   multi-line string' -- the end
;
