-- fts3 does not know `content=`: it makes that a column, whose words a rebuild would have lost. Its tokenizer needs no `=`.
CREATE VIRTUAL TABLE words USING fts3(title, content=doc, tokenize porter);
