export interface Part {
  readonly typed: string | null;
  readonly lines: readonly string[];
}
export const commands: readonly string[];
export function record(folder: string): readonly Part[];
export function draw(session: readonly Part[]): string;
export function textOf(svg: string): string;
