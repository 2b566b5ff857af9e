/**
 * TypeScript's parser, as ts-morph carries it. Only the parser: what the types say is the business of the user's own
 * compiler, and checking them here would cost seconds.
 */
export { ts } from "ts-morph";
