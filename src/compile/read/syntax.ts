/**
 * What nodes are: kinds, and questions about them. The build takes only these from TypeScript, so that a file of plain
 * declarations is read without its parser (scripts/parser.js).
 */
export { ts } from "ts-morph";
