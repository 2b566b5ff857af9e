import { integer, self, sql, table, text, view } from "trueup";

export const node = table({
  id: integer().primaryKey(),
  parent: integer().nullable().references(self("id")),
  name: text().nullable(),
});

export const path = view(sql`
  WITH RECURSIVE walk (id, path) AS (
    SELECT id, name FROM ${node} WHERE parent IS NULL
    UNION ALL
    SELECT ${node.id}, walk.path || '/' || ${node.name} FROM ${node} JOIN walk ON ${node.parent} = walk.id
  )
  SELECT id, path FROM walk
`);
