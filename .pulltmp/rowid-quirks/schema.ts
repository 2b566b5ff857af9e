import { column, integer, primaryKey, table, text } from "trueup";

export const a_rowid = table({
  id: integer().primaryKey(),
  x: column("").nullable(),
});

export const b_rowid_not_null = table({
  id: integer().primaryKey(),
  x: column("").nullable(),
});

export const c_rowid_table_key = table({
  id: integer().primaryKey(),
  x: column("").nullable(),
});

export const d_rowid_table_key_desc = table({
  id: integer(),
  x: column("").nullable(),
}, { constraints: (t) => [primaryKey(t.id.desc())] });

export const e_not_rowid_desc = table({
  id: integer().nullable().primaryKey({ order: "desc" }),
  x: column("").nullable(),
});

export const f_not_rowid_int = table({
  id: column<number>("INT").nullable().primaryKey(),
  x: column("").nullable(),
});

export const g_not_rowid_bigint = table({
  id: column<number>("BIGINT").nullable().primaryKey(),
  x: column("").nullable(),
});

export const h_lower_case = table({
  id: integer().primaryKey(),
  x: column("").nullable(),
});

export const i_text_key_may_be_null = table({
  id: text().nullable().primaryKey(),
  x: column("").nullable(),
});

export const j_key_named = table({
  id: integer().primaryKey({ name: "j_pk" }),
  x: column("").nullable(),
});

export const k_table_key_autoincrement = table({
  x: column("").nullable(),
  id: integer().primaryKey({ autoincrement: true }),
});

export const l_quoted_type = table({
  id: column<number>('"INTEGER"').nullable().primaryKey(),
  x: column("").nullable(),
});
