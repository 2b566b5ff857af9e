import { column, index, integer, sql, table, text, vector } from "trueup";

export const movie = table({
  id: integer().primaryKey(),
  title: text(),
  embedding: vector(4).nullable(),
  small: column<number>("FLOAT1BIT(8)").nullable(),
  wide: vector(2, "F64_BLOB").nullable(),
});

export const movie_near = index(sql`libsql_vector_idx(${movie.embedding}, 'metric=cosine', 'max_neighbors=20')`);
export const movie_near_some = index(sql`libsql_vector_idx(${movie.wide})`).where(sql`${movie.title} <> ''`);
