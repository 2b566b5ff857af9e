/**
 * A word used in a way that no type could forbid. The reader of schema files turns it into a problem with its place:
 * that of `node` if there is one, otherwise that of the call that threw it.
 */
export class Misuse extends Error {
  readonly help: string;
  readonly node: object | null;
  /** The argument it is about, or the `${…}` of a template, counted from 0. */
  readonly argument: number | null;
  constructor(message: string, help: string, node: object | null = null, argument: number | null = null) {
    super(message);
    this.name = "Misuse";
    this.help = help;
    this.node = node;
    this.argument = argument;
  }
}
