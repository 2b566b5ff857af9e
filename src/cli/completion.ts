/**
 * The scripts ask the program itself for candidates, one a line as `word<TAB>what it is`, so they never go stale. A
 * line `:files` asks the shell for file names as well. The program is the one being typed; if the shell cannot find it,
 * it is the one that npm installed in the project.
 */
export const bash = `# trueup completion for bash:  trueup completion bash >> ~/.bashrc
_trueup() {
  local line word files=0 program=("\${COMP_WORDS[0]}") words=("\${COMP_WORDS[@]:1:COMP_CWORD}")
  type -P "\${program[0]}" >/dev/null || program=(npx --no-install trueup)
  word="\${COMP_WORDS[COMP_CWORD]}"
  if [ "$word" = "=" ]; then word=""; fi
  COMPREPLY=()
  while IFS= read -r line; do
    if [ "$line" = ":files" ]; then files=1; else line="\${line%%$'\\t'*}"; [[ "$line" == "$word"* ]] && COMPREPLY+=("$line"); fi
  done < <("\${program[@]}" completion -- candidates "\${words[@]}" 2>/dev/null)
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
  local -a found program=("\${words[1]}")
  (( \${+commands[$program[1]]} )) || [[ -x "$program[1]" ]] || program=(npx --no-install trueup)
  while IFS= read -r line; do
    if [[ "$line" == ":files" ]]; then
      files=1
    else
      local word="\${line%%$'\\t'*}" text="\${line#*$'\\t'}"
      found+=("\${word//:/\\\\:}:$text")
    fi
  done < <("\${program[@]}" completion -- candidates "\${(@Q)words[2,CURRENT]}" 2>/dev/null)
  (( \${#found} )) && _describe 'trueup' found
  (( files )) && _files
}
if [ "$funcstack[1]" = "_trueup" ]; then _trueup "$@"; else compdef _trueup trueup; fi`;

export const fish = `# trueup completion for fish:  trueup completion fish > ~/.config/fish/completions/trueup.fish
function __trueup_candidates
  set -l words (commandline -opc) (commandline -ct)
  set -l program $words[1]
  type -q $program; or set program npx --no-install trueup
  set -l found ($program completion -- candidates $words[2..-1] 2>/dev/null)
  string match -v -- ':files' $found
  if contains -- ':files' $found
    __fish_complete_path (commandline -ct)
  end
end
complete -c trueup -f -a '(__trueup_candidates)'`;
