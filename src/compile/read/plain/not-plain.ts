/** Something that only TypeScript's parser can read. */
export class NotPlain extends Error {}
