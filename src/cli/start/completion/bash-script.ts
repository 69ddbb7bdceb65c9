import type { CommandWords } from "./command-words.js";
import { shellTables } from "./tables.js";

/** A completion script for bash 3.2 and later, without any other package. */
export function bashScript(program: CommandWords): string {
  return [head, shellTables(program), engine].join("\n");
}

const head = `# bash completion of llm-parity, made by \`llm-parity completion bash\`.
# For this shell: source <(llm-parity completion bash)`;

/**
 * Bash cuts words at \`:\`, \`@\` and \`=\`, which ids have. So the words are put together again, and what stands before the last such
 * character is taken off the candidates, since bash replaces what follows it.
 */
const engine = `
_llm_parity() {
  local IFS=$' \\t\\n'
  local -a words=()
  local rest="\${COMP_LINE:0:COMP_POINT}" token i n=0
  for ((i = 0; i <= COMP_CWORD; i++)); do
    token="\${COMP_WORDS[i]}"
    if ((n > 0)) && [[ -n $rest && $rest != [[:space:]]* ]]; then
      words[n - 1]+="\${rest:0:\${#token}}"
    else
      rest="\${rest#"\${rest%%[![:space:]]*}"}"
      words[n]="\${rest:0:\${#token}}"
      n=$((n + 1))
    fi
    rest="\${rest:\${#token}}"
  done
  local cur="\${words[n - 1]}" command="" place="" position=0 ended="" word
  for ((i = 1; i < n - 1; i++)); do
    word="\${words[i]}"
    if [[ -n $place ]]; then place=""; continue; fi
    if [[ -n $ended || $word != -* ]]; then
      if ((position == 0)) && __llm_parity_commands "$command" | grep -Fqx -- "$word"; then
        command="\${command:+$command }$word"
      else
        position=$((position + 1))
      fi
    elif [[ $word == -- ]]; then
      ended=1
    elif [[ $word != *=* && -n "$(__llm_parity_values "$command" "$word")" ]]; then
      place="$word"
    fi
  done

  local spec="" prefix="" candidates=""
  if [[ -n $place ]]; then
    spec="$(__llm_parity_values "$command" "$place")"
  elif [[ -z $ended && $cur == --*=* ]]; then
    spec="$(__llm_parity_values "$command" "\${cur%%=*}")"
    prefix="\${cur%%=*}="
  elif [[ -z $ended && $cur == -* ]]; then
    candidates="$(__llm_parity_options "$command")"
  else
    ((position > 0)) || candidates="$(__llm_parity_commands "$command")"
    spec="$(__llm_parity_values "$command" "$((position + 1))")"
  fi
  local value="\${cur#"$prefix"}"
  case "$spec" in
    words:*) candidates+=$'\\n'"$(tr ' ' '\\n' <<< "\${spec#words:}")" ;;
    ids:*) candidates+=$'\\n'"$("$1" __complete "\${spec#ids:}" -- "\${words[@]}" 2> /dev/null)" ;;
  esac

  COMPREPLY=()
  local before="\${cur%"\${cur##*[$COMP_WORDBREAKS]}"}" candidate
  while IFS= read -r candidate; do
    [[ -n $candidate && $candidate == "$value"* ]] || continue
    candidate="$prefix$candidate"
    printf -v candidate %q "\${candidate#"$before"}"
    COMPREPLY+=("$candidate")
  done <<< "$candidates"
  case "$spec" in
    files) ((\${#COMPREPLY[@]} > 0)) || compopt -o default 2> /dev/null || __llm_parity_paths -f "$value" ;;
    folders) ((\${#COMPREPLY[@]} > 0)) || compopt -o dirnames 2> /dev/null || __llm_parity_paths -d "$value" ;;
  esac
}
# Where compopt is missing, or nothing is typed at a terminal.
__llm_parity_paths() {
  local found
  while IFS= read -r found; do COMPREPLY+=("$found"); done < <(compgen "$1" -- "$2")
}
complete -F _llm_parity llm-parity
`;
