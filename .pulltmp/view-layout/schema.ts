import { column, sql, table, view } from "trueup";

export const t = table({
  a: column("").nullable(),
  b: column("").nullable(),
});

export const v = view(sql`
  -- what the screen shows

  SELECT
      a,   -- the first
      /* the second,
         on two lines */
      b
  FROM ${t}
  WHERE a <> '   kept   '
    AND b <> 'a
   multi-line string' -- the end
`);
