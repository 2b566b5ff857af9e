import { column, index, integer, sql, table, text, view } from "trueup";

export const InvoiceLine = table({
  InvoiceLineId: integer().primaryKey(),
  unitPrice: column<number>("NUMERIC(10,2)"),
  QUANTITY: integer(),
  _private: text().nullable(),
  __x: text().nullable(),
});

export const IFK_InvoiceLine = index(InvoiceLine.QUANTITY);

export const InvoiceTotal = view(sql`SELECT sum(UNITPRICE * quantity) AS total FROM invoiceline`);
