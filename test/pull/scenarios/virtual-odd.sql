-- Virtual tables with odd names, comments between arguments, and no arguments at all.
CREATE VIRTUAL TABLE "full text" USING fts5("a b", [c], content='', /* no content */ tokenize="unicode61 tokenchars '-_'");
CREATE VIRTUAL TABLE bare USING fts5vocab("full text", col);
CREATE VIRTUAL TABLE pages USING dbstat;
