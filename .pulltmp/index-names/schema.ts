import { column, index, table } from "trueup";

export const t = table({
  a: column("").nullable(),
  b: column("").nullable(),
});

export const t_a_index = index("t a", t.a);
export const index_index = index("index", t.b);
export const t_a = index(t.a);
export const T_B = index(t.b);
export const a = index(t.a, t.b);
