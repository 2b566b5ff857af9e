/** `4 ms`, `1.4 s`, `12 min 5 s`, `3 h 20 min`. */
export function duration(milliseconds: number): string {
  if (milliseconds < 1) return "under 1 ms";
  if (milliseconds < 999.5) return `${Math.round(milliseconds)} ms`;
  const seconds = milliseconds / 1000;
  if (seconds < 9.95) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return whole % 60 === 0 ? `${minutes} min` : `${minutes} min ${whole % 60} s`;
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** An estimate is not a measurement: two digits at most, to avoid false precision. */
export function aboutDuration(milliseconds: number): string {
  if (milliseconds < 100) return "under 0.1 s";
  if (milliseconds < 9_950) return `about ${(milliseconds / 1000).toFixed(1)} s`;
  if (milliseconds < 90_000) return `about ${Math.round(milliseconds / 5000) * 5} s`;
  if (milliseconds < 5_400_000) return `about ${Math.round(milliseconds / 60_000)} min`;
  return `about ${(milliseconds / 3_600_000).toFixed(1)} h`;
}

/** `fp1:171b8235`: enough of a fingerprint or seal for a person to tell two apart. */
export function short(hash: string): string {
  const [prefix, hex] = hash.split(":", 2);
  return hex === undefined ? hash.slice(0, 8) : `${prefix}:${hex.slice(0, 8)}`;
}

/** `a, b and c`. */
export function listed(words: readonly string[]): string {
  if (words.length < 2) return words[0] ?? "";
  return `${words.slice(0, -1).join(", ")} and ${words[words.length - 1]}`;
}
