/** `./tune`, `./tune.js` and `./tune.ts` all mean tune.ts, as in TypeScript itself. */
export function candidates(path: string): readonly string[] {
  if (/\.[cm]?ts$/.test(path)) return [path];
  const script = /\.([cm]?)js$/.exec(path);
  if (script !== null) return [`${path.slice(0, -script[0].length)}.${script[1]}ts`];
  return [`${path}.ts`, `${path}/index.ts`, `${path}.mts`];
}

/** What a path in a file that is not trueup's may refer to: JavaScript and JSX as well. */
export function looseCandidates(path: string): readonly string[] {
  const bare = path.replace(/\.[cm]?jsx?$/, "");
  const endings = [".ts", ".tsx", ".mts", ".cts", ".d.ts", ".js", ".mjs", ".cjs", ".jsx"];
  const written = /\.([cm]?[jt]sx?|json)$/.test(path) ? [path] : [];
  const same = bare === path ? [] : [`${bare}.ts`, `${bare}.tsx`, `${bare}.mts`, `${bare}.cts`];
  const inside = [".ts", ".tsx", ".mts", ".js", ".mjs"].map((ending) => `${path}/index${ending}`);
  return [...same, ...written, ...endings.map((ending) => path + ending), ...inside];
}
