export interface Edit {
  readonly file: string;
  readonly before: string;
  readonly after: string;
}

export const edits: readonly Edit[];
export function stage(folder: string): string;
export function edit(folder: string, edit: Edit): void;
