import * as vocabulary from "../../index.ts";

/** Every word that `import { … } from "trueup"` can name, and nothing else. */
export const words: Readonly<Record<string, unknown>> = Object.fromEntries(
  Object.entries(vocabulary).filter(([name]) => name !== "default"),
);
