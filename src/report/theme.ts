/**
 * The colours of everything drawn, light and dark, in one place. The contrast of text with its background is at least
 * 4.5 in both; `test/report/theme.test.ts` computes it.
 */
export interface Theme {
  readonly ground: string;
  readonly card: string;
  readonly head: string;
  readonly line: string;
  readonly text: string;
  readonly soft: string;
  readonly link: string;
  readonly added: string;
  readonly changed: string;
  readonly renamed: string;
  readonly dropped: string;
  readonly addedGround: string;
  readonly changedGround: string;
  readonly renamedGround: string;
  readonly droppedGround: string;
  readonly keyword: string;
  readonly literal: string;
}

export const light: Theme = {
  ground: "#f6f7f9",
  card: "#ffffff",
  head: "#e9edf3",
  line: "#78838f",
  text: "#1c2430",
  soft: "#55606f",
  link: "#0b57c4",
  added: "#176b34",
  changed: "#805200",
  renamed: "#0a6470",
  dropped: "#b0201c",
  addedGround: "#e3f4e8",
  changedGround: "#fdf1d8",
  renamedGround: "#dff3f5",
  droppedGround: "#fce8e6",
  keyword: "#7a2fa0",
  literal: "#176b34",
};

export const dark: Theme = {
  ground: "#12161c",
  card: "#1a2029",
  head: "#262f3b",
  line: "#6b7787",
  text: "#e6eaf0",
  soft: "#a3aebc",
  link: "#7db3ff",
  added: "#6fd08c",
  changed: "#e9bb63",
  renamed: "#67d0dd",
  dropped: "#ff9088",
  addedGround: "#17301f",
  changedGround: "#352a12",
  renamedGround: "#12303a",
  droppedGround: "#3d1d1c",
  keyword: "#d0a3f0",
  literal: "#8fd6a3",
};

/** `--tu-card: #fff; …` */
export function variables(theme: Theme): string {
  return Object.entries(theme)
    .map(([name, value]) => `--tu-${name}:${value}`)
    .join(";");
}
