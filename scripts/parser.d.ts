export declare function parserOnly(program: string, parses?: boolean): string;
export declare function parserLicence(): string;
