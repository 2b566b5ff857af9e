import { column, sql, table, trigger, view } from "trueup";

export const t = table({
  a: column("").nullable(),
});

export const broken_too = trigger(sql`AFTER INSERT ON ${t} BEGIN INSERT INTO gone VALUES (new.a); END`);

export const broken = view(sql`SELECT b FROM gone`);
