/** How an object is named in a single word: in plan files, in messages, on the command line. */

/** What a name looks like in a regular expression: bare, or a JSON string. */
export const namePattern = String.raw`(?:[\p{L}\p{N}_$][\p{L}\p{N}_$-]*|"(?:[^"\\]|\\.)*")`;

/** A line with such names in it. Made when it is needed: these classes of letters take as long as much of a start. */
export function lineLike(pattern: string): (line: string) => RegExpExecArray | null {
  let made: RegExp | null = null;
  return (line) => {
    made ??= new RegExp(pattern, "u");
    return made.exec(line);
  };
}

/** A name: bare where that is unambiguous, otherwise as a JSON string. */
export function word(name: string): string {
  return /^[\p{L}\p{N}_$][\p{L}\p{N}_$-]*$/u.test(name) ? name : JSON.stringify(name);
}

/** What a step is about, as one word: names joined by dots. */
export function subject(...names: readonly string[]): string {
  return names.map(word).join(".");
}

/** The names in a subject, unquoted. */
export function subjectNames(subject: string): string[] {
  return (subject.match(new RegExp(namePattern, "gu")) ?? []).map((each) => unword(each));
}

export function unword(text: string | undefined): string {
  const value: unknown = text?.startsWith('"') ? parsed(text) : text;
  return typeof value === "string" ? value : "";
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
