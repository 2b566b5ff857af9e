-- Used to change two defaults into themselves. The text 'true' is neither.
CREATE TABLE tune (id INTEGER PRIMARY KEY, known INTEGER DEFAULT 1, tried INTEGER DEFAULT 0, word TEXT DEFAULT 'true');
