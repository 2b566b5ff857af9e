/** As in package.json, which a test checks. A constant, because reading the file would slow down every start. */
export const version = "0.1.0";
