/**
 * The colours of all terminal output, by meaning. Every style wraps finished text; without colour, each returns its
 * text unchanged, so all output must be readable without them.
 */
export interface Style {
  readonly colour: boolean;
  readonly bold: Paint;
  readonly dim: Paint;
  /** The five marks of a plan. */
  readonly added: Paint;
  readonly changed: Paint;
  readonly renamed: Paint;
  readonly rebuilt: Paint;
  readonly dropped: Paint;
  readonly good: Paint;
  readonly error: Paint;
  readonly warning: Paint;
  readonly note: Paint;
  readonly help: Paint;
  /** A command to type next. */
  readonly command: Paint;
}

export type Paint = (text: string) => string;

const same: Paint = (text) => text;

/** Only the 16 basic colours: the terminal's theme decides how they look on its background. */
function paint(open: string, close: string): Paint {
  return (text) => (text === "" ? "" : `\x1b[${open}m${text}\x1b[${close}m`);
}

export const plainStyle: Style = {
  colour: false,
  bold: same,
  dim: same,
  added: same,
  changed: same,
  renamed: same,
  rebuilt: same,
  dropped: same,
  good: same,
  error: same,
  warning: same,
  note: same,
  help: same,
  command: same,
};

export const colourStyle: Style = {
  colour: true,
  bold: paint("1", "22"),
  dim: paint("2", "22"),
  added: paint("32", "39"),
  changed: paint("33", "39"),
  renamed: paint("36", "39"),
  rebuilt: paint("35", "39"),
  dropped: paint("1;31", "22;39"),
  good: paint("32", "39"),
  error: paint("1;31", "22;39"),
  warning: paint("1;33", "22;39"),
  note: paint("1;34", "22;39"),
  help: paint("1;36", "22;39"),
  command: paint("36", "39"),
};

export function styleFor(colour: boolean): Style {
  return colour ? colourStyle : plainStyle;
}
