/** Writes values as TypeScript literals, the way a formatter would leave them. */

/** In double quotes, or in single ones if that saves escapes. */
export function stringLiteral(text: string): string {
  const double = JSON.stringify(text).replace(/[\u2028\u2029]/g, unicodeEscape);
  if (!text.includes('"') || text.includes("'")) return double;
  return `'${double.slice(1, -1).replaceAll('\\"', '"')}'`;
}

/** The text between the backticks of a template. Carriage returns are escaped: JavaScript would read them as `\n`. */
export function templateText(text: string): string {
  return text
    .replace(/\\|`|\$(?=\{)/g, (found) => `\\${found}`)
    .replace(/[\u0000-\u0008\u000b-\u001f\u2028\u2029]/g, unicodeEscape);
}

function unicodeEscape(letter: string): string {
  return `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`;
}

const identifier = /^[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*$/u;

export function isIdentifierName(name: string): boolean {
  return identifier.test(name);
}

/** `title`, `"first name"`: the key of a property. */
export function propertyKey(name: string): string {
  return isIdentifierName(name) ? name : stringLiteral(name);
}

/** `tune.title`, `tune["first name"]`. */
export function member(base: string, name: string): string {
  return isIdentifierName(name) ? `${base}.${name}` : `${base}[${stringLiteral(name)}]`;
}

/** A doc comment; an end of comment in the text is broken up by a space. */
export function docComment(text: string, indent: string): string {
  const lines = text.replaceAll("*/", "* /").split(/\r\n|[\n\r\u2028\u2029]/);
  if (lines.length === 1) return `${indent}/** ${lines[0]} */\n`;
  return `${indent}/**\n${lines.map((line) => `${indent} * ${line}`.trimEnd() + "\n").join("")}${indent} */\n`;
}
