import { column, index, integer, real, sql, table, text } from "trueup";

export const box = table({
  w: real(),
  h: real(),
  area: real().nullable().generated(sql`w * h`, { stored: true }),
  half: real().nullable().generated(sql`area / 2`),
  label: text().nullable().generated(sql`printf('%s × %s', w, h)`),
  plain: column("").nullable().generated(sql`w + 1`, { stored: true }),
  big: integer().oneOf(0, 1).generated(sql`w > 10`),
  upper_label: text().nullable().collate("NOCASE").generated(sql`upper(label)`),
});

export const box_half = index(box.half);
