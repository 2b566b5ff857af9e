/** What a schema file imports: the vocabulary and the row types, nothing else. */
export {};
