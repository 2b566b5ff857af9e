export declare function parserOnly(program: string): string;
export declare function parserLicence(): string;
