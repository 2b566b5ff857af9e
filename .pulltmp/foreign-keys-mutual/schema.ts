import { integer, table } from "trueup";

export const egg = table({
  id: integer().primaryKey(),
  chicken: integer().references("chicken.id"),
});

export const chicken = table({
  id: integer().primaryKey(),
  egg: integer().references(() => egg.id, { deferrable: "deferrable initially deferred" }),
});

export const late = table({
  id: integer().primaryKey(),
});

export const early = table({
  id: integer().primaryKey(),
  late: integer().nullable().references(() => late.id),
});
