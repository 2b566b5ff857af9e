/**
 * TypeScript's parser, as ts-morph carries it; the build takes the parser alone (scripts/parser.js). What the types say is the user's own
 * compiler's business, and checking them here would cost seconds.
 */
export { ts } from "ts-morph";
