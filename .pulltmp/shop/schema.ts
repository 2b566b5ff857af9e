import { integer, numeric, sql, table, text, view } from "trueup";

export const product = table({
  id: integer().primaryKey(),
  name: text(),
});

export const price = table({
  product: integer().primaryKey().references(() => product.id),
  amount: numeric(),
});

export const post = table({
  id: integer().primaryKey(),
  body: text().nullable(),
});

export const post_tag = table({
  post: integer().nullable().references(() => post.id),
  tag: text().nullable(),
});

export const job = table({
  id: integer().primaryKey(),
  state: text().nullable(),
});

export const job_run = table({
  job: integer().nullable().references(() => job.id),
  at: text().nullable(),
});

export const product_price = view(sql`
  SELECT ${product.name}, ${price.amount}
  FROM ${product}
    JOIN ${price} ON ${price.product} = ${product.id}
`);

export const everything = view(sql`SELECT name FROM ${product} UNION SELECT body FROM ${post}`);
