/**
 * TypeScript's parser, as bundled with ts-morph; the build takes only the parser (scripts/parser.js). Type checking is
 * left to the user's compiler; doing it here would take seconds.
 */
export { ts } from "ts-morph";
