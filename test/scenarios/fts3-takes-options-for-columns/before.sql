-- fts3 knows no `content=`: that is a column of its own, whose words a rebuild would have left behind. Its tokenizer needs no `=`.
CREATE VIRTUAL TABLE words USING fts3(title, content=doc, tokenize porter);
