/**
 * The scripts ask the program itself for candidates, one a line as `word<TAB>what it is`, so they never go stale.
 * A first line of `:files` asks the shell for file names as well.
 */
const ask = "trueup completion -- candidates";

export const bash = `# trueup completion for bash:  trueup completion bash >> ~/.bashrc
_trueup() {
  local line word="\${COMP_WORDS[COMP_CWORD]}" files=0 words=("\${COMP_WORDS[@]:1:COMP_CWORD}")
  COMPREPLY=()
  while IFS= read -r line; do
    if [ "$line" = ":files" ]; then files=1; else line="\${line%%$'\\t'*}"; [[ "$line" == "$word"* ]] && COMPREPLY+=("$line"); fi
  done < <(${ask} "\${words[@]}" 2>/dev/null)
  if [ "$files" = 1 ]; then
    compopt -o filenames 2>/dev/null
    while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -f -- "$word")
  fi
  if declare -F __ltrim_colon_completions >/dev/null; then __ltrim_colon_completions "$word"; fi
}
complete -F _trueup trueup`;

export const zsh = `#compdef trueup
# trueup completion for zsh:  trueup completion zsh > ~/.zfunc/_trueup
_trueup() {
  local line files=0
  local -a found
  while IFS= read -r line; do
    if [[ "$line" == ":files" ]]; then
      files=1
    else
      local word="\${line%%$'\\t'*}" text="\${line#*$'\\t'}"
      found+=("\${word//:/\\\\:}:$text")
    fi
  done < <(${ask} "\${(@)words[2,CURRENT]}" 2>/dev/null)
  (( \${#found} )) && _describe 'trueup' found
  (( files )) && _files
}
if [ "$funcstack[1]" = "_trueup" ]; then _trueup "$@"; else compdef _trueup trueup; fi`;

export const fish = `# trueup completion for fish:  trueup completion fish > ~/.config/fish/completions/trueup.fish
function __trueup_candidates
  set -l words (commandline -opc) (commandline -ct)
  ${ask} $words[2..-1] 2>/dev/null | string match -v ':files'
end
function __trueup_files
  set -l words (commandline -opc) (commandline -ct)
  ${ask} $words[2..-1] 2>/dev/null | string match -q ':files'
end
complete -c trueup -f
complete -c trueup -a '(__trueup_candidates)'
complete -c trueup -n __trueup_files -F`;
