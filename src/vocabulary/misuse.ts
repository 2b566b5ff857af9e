/**
 * A word used in a way that no type could forbid. Whoever reads schema files turns it into a problem with its place:
 * that of `node` where there is one, else of the call that threw it.
 */
export class Misuse extends Error {
  readonly help: string;
  readonly node: object | null;
  /** The argument it speaks of, or the `${…}` of a template, counted from 0. */
  readonly argument: number | null;
  constructor(message: string, help: string, node: object | null = null, argument: number | null = null) {
    super(message);
    this.name = "Misuse";
    this.help = help;
    this.node = node;
    this.argument = argument;
  }
}
