CREATE VIRTUAL TABLE words USING fts3(title, content=doc, tokenize simple);
