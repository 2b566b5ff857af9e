/** As in package.json; a test holds the two together. A constant, because reading the file would cost every start. */
export const version = "0.1.0";
