/** Those messages in `messages.ts` that some drivers pass on without SQLite's result code, by that code. */
export const saysState = {
  BUSY: /database (?:table |schema )?is locked/,
  CONSTRAINT: /constraint failed/,
  READONLY: /^attempt to write a readonly database/,
  FULL: /^database or disk is full/,
  CORRUPT: /^database disk image is malformed|^malformed database schema/,
  NOTADB: /is not a database$/,
  IOERR: /^disk I\/O error/,
  CANTOPEN: /^unable to open database/,
} as const satisfies Record<string, RegExp>;
