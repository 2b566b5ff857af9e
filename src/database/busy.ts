/**
 * Reading thousands of objects keeps the thread busy for seconds, and signals are not handled until it is over. Such
 * work holds nothing that has to be released, so the command line lets a signal end the process meanwhile.
 */
type Around = <T>(work: () => Promise<T>) => Promise<T>;

let around: Around = (work) => work();
let held = 0;

/** What is done around such work; nothing unless this is called. */
export function whileBusy(how: Around): void {
  around = how;
}

export function busy<T>(work: () => Promise<T>): Promise<T> {
  return held > 0 ? work() : around(work);
}

/** For work that has something to remove when it ends: a signal does not end it that way. */
export async function holding<T>(work: () => Promise<T>): Promise<T> {
  held += 1;
  try {
    return await work();
  } finally {
    held -= 1;
  }
}
