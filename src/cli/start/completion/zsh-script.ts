import { allCommands, type CommandWords, type OptionWords } from "./command-words.js";
import { quote, shellTables } from "./tables.js";

/** A completion script for zsh, for a file `_llm-parity` in a folder of `$fpath`, or to be sourced after `compinit`. */
export function zshScript(program: CommandWords): string {
  return [head, shellTables(program), descriptions(program), engine].join("\n");
}

const head = `#compdef llm-parity
# zsh completion of llm-parity, made by \`llm-parity completion zsh\`.
# For this shell: source <(llm-parity completion zsh)`;

/** \`__llm_parity_described PATH\`: its commands and options as \`word:description\`, in the form of \`_describe\`. */
function descriptions(program: CommandWords): string {
  const entry = ({ path, commands, options }: CommandWords): string => {
    const lines = [
      ...commands.map((one) => described(one.path.at(-1) ?? "", one.description)),
      ...options.flatMap((option) => flagLines(option)),
    ];
    return `    ${quote(path.join(" "))}) printf '%s\\n' ${lines.map(quote).join(" ")} ;;`;
  };
  return ["__llm_parity_described() {", '  case "$*" in', ...allCommands(program).map(entry), "  esac", "}"].join("\n");
}

function flagLines({ long, short, description }: OptionWords): readonly string[] {
  return [long, short].flatMap((flag) => (flag === null ? [] : [described(flag, description)]));
}

function described(word: string, description: string): string {
  return `${word}:${description.replaceAll("\\", "")}`;
}

const engine = `
_llm_parity() {
  local IFS=$' \\t\\n'
  local cur="\${words[CURRENT]}" command="" place="" ended="" word spec="" i
  local -i position=0
  local -a candidates all
  for ((i = 2; i < CURRENT; i++)); do
    word="\${words[i]}"
    if [[ -n $place ]]; then place=""; continue; fi
    if [[ -n $ended || $word != -* ]]; then
      if ((position == 0)) && __llm_parity_commands "$command" | grep -Fqx -- "$word"; then
        command="\${command:+$command }$word"
      else
        position+=1
      fi
    elif [[ $word == -- ]]; then
      ended=1
    elif [[ $word != *=* && -n "$(__llm_parity_values "$command" "$word")" ]]; then
      place="$word"
    fi
  done

  if [[ -n $place ]]; then
    spec="$(__llm_parity_values "$command" "$place")"
  elif [[ -z $ended && $cur == --*=* ]]; then
    spec="$(__llm_parity_values "$command" "\${cur%%=*}")"
    compset -P '*='
  elif [[ -z $ended && $cur == -* ]]; then
    all=("\${(@f)$(__llm_parity_described "$command")}")
    candidates=("\${(@M)all:#-*}")
    _describe option candidates
    return
  else
    if ((position == 0)) && [[ -n "$(__llm_parity_commands "$command")" ]]; then
      all=("\${(@f)$(__llm_parity_described "$command")}")
      candidates=("\${(@)all:#-*}")
      _describe command candidates
    fi
    spec="$(__llm_parity_values "$command" "$((position + 1))")"
  fi
  case "$spec" in
    words:*) candidates=(\${(s: :)\${spec#words:}}); compadd -- "\${candidates[@]}" ;;
    ids:*)
      candidates=("\${(@f)$("\${words[1]}" __complete "\${spec#ids:}" -- "\${(@)words[1,CURRENT]}" 2> /dev/null)}")
      compadd -- "\${(@)candidates:#}" ;;
    files) _files ;;
    folders) _files -/ ;;
  esac
}
if [[ "\${funcstack[1]}" == _llm-parity ]]; then
  _llm_parity "$@"
else
  compdef _llm_parity llm-parity
fi
`;
