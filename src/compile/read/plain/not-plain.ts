/** Something that only TypeScript's parser reads. */
export class NotPlain extends Error {}
