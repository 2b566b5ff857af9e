import type { Remote } from "./remote.ts";
import { ends } from "./problems.ts";
import { quoted } from "./words.ts";

/**
 * The beginning of every script: `$p` is the database's real path, with links resolved, and `$folder` where it is;
 * `hash` prints the SHA-256 of its stdin among other words, `sum` prints it alone, `size` is that of a file, and `flush`
 * syncs files and folders to disk. Plain POSIX sh, because every machine has it, and few processes, because each of
 * them takes longer than what it does.
 */
export function prelude({ address }: Remote): string {
  return `LC_ALL=C; export LC_ALL
p=${quoted(address.path)}
[ -e "$p" ] || exit ${ends.missing}
p=$(readlink -f -- "$p" 2>/dev/null || printf %s "$p")
[ -f "$p" ] || exit ${ends.notAFile}
[ -r "$p" ] || exit ${ends.unreadable}
folder="\${p%/*}/"
# Whether this user owns it, or is root.
ours() { [ -O "$p" ] || [ "$(id -u)" = 0 ]; }
size() { s=$(wc -c <"$1") && echo "$(($s))"; }
${sum}`;
}

const sum = `if command -v sha256sum >/dev/null 2>&1; then hash() { sha256sum; }
elif command -v shasum >/dev/null 2>&1; then hash() { shasum -a 256; }
elif command -v openssl >/dev/null 2>&1; then hash() { openssl dgst -sha256; }
else exit ${ends.noSum}; fi
sum() { set -- "$(hash)"; set -- "\${1%% *-}"; echo "\${1##* }"; }
of() { if [ -e "$1" ]; then sum <"$1"; else echo none; fi; }
flush() { sync "$@" 2>/dev/null || sync; }
head32() { if [ -s "$1" ]; then head -c 32 "$1" | sum; else echo none; fi; }
`;
