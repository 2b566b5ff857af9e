export function checkParser(parser: string, texts: readonly string[]): Promise<void>;
