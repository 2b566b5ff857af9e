-- Names in capitals, camel case and snake case.
CREATE TABLE "InvoiceLine" ("InvoiceLineId" INTEGER PRIMARY KEY, "unitPrice" NUMERIC(10,2) NOT NULL, QUANTITY INTEGER NOT NULL, _private TEXT, __x TEXT);
CREATE INDEX "IFK_InvoiceLine" ON "InvoiceLine" (QUANTITY);
CREATE VIEW InvoiceTotal AS SELECT sum(UNITPRICE * quantity) AS total FROM invoiceline;
