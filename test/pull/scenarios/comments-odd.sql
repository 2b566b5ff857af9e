-- Comments that would end a doc comment, or a template.
CREATE TABLE odd (
  a TEXT, -- ends with */ here
  b TEXT, -- `backticks` and ${braces} and \ slashes
  /** already a doc comment */
  c TEXT,
  /*
   * A box
   * of lines
   */
  d TEXT, /**/
  e TEXT /* unclosed until the parenthesis */
);
CREATE VIEW odd_view AS SELECT a /* */, b -- */ `x` ${y}
FROM odd;
