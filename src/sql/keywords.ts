/**
 * The keywords of SQLite's grammar (https://www.sqlite.org/lang_keywords.html), and TRUE and FALSE, which are values.
 * Those with a tilde the grammar also accepts as a name where no keyword fits (`%fallback ID` of SQLite's parse.y).
 */
const words =
  `~ABORT ~ACTION ADD ~AFTER ALL ALTER ~ALWAYS ~ANALYZE AND AS ~ASC ~ATTACH AUTOINCREMENT ~BEFORE ~BEGIN BETWEEN
  ~BY ~CASCADE CASE ~CAST CHECK COLLATE ~COLUMN COMMIT ~CONFLICT CONSTRAINT CREATE CROSS ~CURRENT CURRENT_DATE
  CURRENT_TIME CURRENT_TIMESTAMP ~DATABASE DEFAULT DEFERRABLE ~DEFERRED DELETE ~DESC ~DETACH DISTINCT ~DO DROP
  ~EACH ELSE ~END ESCAPE EXCEPT ~EXCLUDE ~EXCLUSIVE EXISTS ~EXPLAIN ~FAIL FALSE FILTER ~FIRST ~FOLLOWING ~FOR
  FOREIGN FROM FULL ~GENERATED ~GLOB GROUP ~GROUPS HAVING ~IF ~IGNORE ~IMMEDIATE IN INDEX INDEXED ~INITIALLY INNER
  INSERT ~INSTEAD INTERSECT INTO IS ISNULL JOIN ~KEY ~LAST LEFT ~LIKE LIMIT ~MATCH ~MATERIALIZED NATURAL ~NO NOT
  NOTHING NOTNULL NULL ~NULLS ~OF ~OFFSET ON OR ORDER ~OTHERS OUTER OVER ~PARTITION ~PLAN ~PRAGMA ~PRECEDING
  PRIMARY ~QUERY ~RAISE ~RANGE ~RECURSIVE REFERENCES ~REGEXP ~REINDEX ~RELEASE ~RENAME ~REPLACE ~RESTRICT
  RETURNING RIGHT ~ROLLBACK ~ROW ~ROWS ~SAVEPOINT SELECT SET TABLE ~TEMP ~TEMPORARY THEN ~TIES TO TRANSACTION
  ~TRIGGER TRUE ~UNBOUNDED UNION UNIQUE UPDATE USING ~VACUUM VALUES ~VIEW ~VIRTUAL WHEN WHERE WINDOW ~WITH
  ~WITHOUT`.split(/\s+/);

export const keywords: ReadonlySet<string> = new Set(words.map((word) => word.replace("~", "")));

/**
 * Keywords that can be names, so that `key` and `"key"` are the same name. CURRENT_DATE and the like are not included:
 * bare, they are a value; quoted, a column. Neither are LEFT and the like: after a table, they are its alias if quoted.
 */
export const fallbackWords: ReadonlySet<string> = new Set(
  words.flatMap((word) => (word.startsWith("~") ? word.slice(1) : [])),
);
