import type { Exit } from "../exit-codes.ts";
import type { Shell } from "../shell.ts";

/** What a command takes, as data: parsing, help, completion and the reference are all generated from it. */
export interface OptionSpec {
  /** Without the dashes. */
  readonly name: string;
  readonly short?: string;
  /** The name of the value in help; left out if the option takes none. */
  readonly value?: string;
  /** Whether the argument may be omitted. */
  readonly optional?: boolean;
  readonly many?: boolean;
  /** What an argument was probably meant as, where the command takes none. */
  readonly instead?: true;
  /** What the value must be, if not any text. */
  readonly kind?: ValueKind;
  readonly choices?: readonly string[];
  readonly text: string;
}

/** A positive whole number; a time such as `500ms`, `5s`, `2m`. */
export type ValueKind = "count" | "time";

export interface ArgumentSpec {
  readonly name: string;
  readonly required?: boolean;
  readonly many?: boolean;
  /** What completion offers. */
  readonly complete: "target" | "plan" | "backup" | "code" | "command" | "subject" | readonly string[];
}

export interface CommandSpec {
  readonly name: string;
  /** What other tools call it, so that whoever types that is told. */
  readonly elsewhere?: readonly string[];
  /** One line, for the list of commands. */
  readonly summary: string;
  readonly args: readonly ArgumentSpec[];
  readonly options: readonly OptionSpec[];
  /** The command as typed, and what it does. */
  readonly examples: readonly (readonly [command: string, purpose: string])[];
  /** What a user must know besides the options: short paragraphs. */
  readonly notes?: readonly string[];
  readonly exits: readonly Exit[];
  readonly load: (args: readonly string[]) => Promise<{ readonly run: (shell: Shell) => Promise<Exit> }>;
}
