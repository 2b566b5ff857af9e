import { column, table } from "trueup";

export const t = table({
  a: column("").nullable(),
});
