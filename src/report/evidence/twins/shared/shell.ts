import { versionHeaders } from "../asked-by.js";
import { callMarkLines } from "../call-marks.js";
import type { SharedFile } from "../twin.js";

const markLines = callMarkLines.map((line, at) => (at === 0 ? `marks='${line}'` : `marks="$marks|"'${line}'`));

/** The first argument without a slash at its end, in the shell's words. */
const withoutSlash = ["$", "{1%/}"].join("");

/**
 * The command line of the shell's twins, and what they say at the end. The caller has set `symptom` and `times`. Of a reply, only
 * what `filter` has passed is printed.
 */
const commandLine: SharedFile = {
  file: "command-line.sh",
  text: `# What the shell scripts of this bundle share: the command line, and what they say. It asks nothing.
LC_ALL=C name=failing seen=0 unasked=0 call=0 kept=; export LC_ALL
quit() { echo "$1" >&2; exit 2; }
while [ $# -gt 0 ]; do
  case $1 in failing | working) name=$1 ;; -n) times=$2; [ $# -eq 1 ] || shift ;; *) times= ;; esac
  shift
done
case $times in '' | 0* | *[!0-9]* | ?????*) quit 'Usage: sh SCRIPT [failing|working] [-n TIMES], 9999 at most' ;; esac
body=$here/../requests/$name.json
[ -r "$body" ] || quit "requests/$name.json is not there."
tmp=$(mktemp -d) || quit 'No folder for temporary files could be made.'
trap 'rm -rf "$tmp"' EXIT; trap 'exit 130' INT; trap 'exit 143' TERM
filter() { cut -d: -f2- | tr -cd A-Za-z0-9_.:- | cut -c 1-80; }
first() { { grep -ihoE "$1" "$tmp/head" "$tmp/body"; echo :-; } | head -n 1 | filter; }
refused() { # $1: the status, $2: the service's word for the error
  case $1 in 408 | 424) word=ERROR ;; *) word=REFUSED ;; esac
  echo "$word status=$1 type=$2 id=$id"
  # Keys, access, quotas and outages are never the symptom.
  case "$word $1" in ERROR* | *400 | *413 | *415 | *422) asked=yes ;; *) asked=no ;; esac
  if [ $asked = no ]; then unasked=$((unasked + 1)); elif [ $word = $symptom ]; then seen=$((seen + 1)); fi
}
elsewhere() { # $1: an address from the environment
  [ -z "$1" ] || { base=${withoutSlash}; echo 'Asked at the address in the environment, not at that of the bundle.' >&2; }
}
keep() { # For a finding that only the bytes show
  kept=$(mktemp) && cp "$tmp/body" "$kept" && echo "OTHER id=$id kept=$kept (llm-parity judge names the finding)"
}
finish() {
  left=
  [ "$unasked" -eq 0 ] || left=", $unasked not asked"
  [ "$times" -eq 1 ] || [ $symptom = OTHER ] || echo "$symptom in $seen of $((times - unasked))$left"
  [ "$seen" -eq 0 ] || exit 1
  [ "$unasked" -eq 0 ] && [ $symptom != OTHER ] || exit 2
  exit 0
}
`,
};

const versions = versionHeaders("messages").map(([name, value]) => `header = "${name}: ${value}"`);

/**
 * How each API shows an error in a 200 (`fault`), why a reply ended (`stops`), and the headers that it needs (`more`). In a whole reply of
 * Bedrock a call's arguments are JSON, and a member of them must not look like an error. A response has a status, as its items have: of
 * a stream, only the last event counts.
 */
const replyForms: SharedFile = {
  file: "reply-forms.sh",
  text: `# What the shell scripts of this bundle share: how an API shows an error in a 200, and why a reply ended.
bearer='authorization: Bearer' more= stops='"(stopReason|stop_reason|finish_reason|completionReason)":"[^"]+"'
form() { # $1: an API
  case $1 in
    chat-completions*) fault='"error":[{"]' ;;
    responses*) fault='^ *[{]"error":[{"]|"error":[{]"(code|message)":|"type":"(error|response[.]failed)"' ;;
    messages) fault='^ *[{]"type":"error"' ;;
    *-stream) fault='"__type":"|"type":"error"' ;;
    *) fault='^ *[{]("Output":[{])?("__type":"|"type":"error")' ;;
  esac
  case $1 in
    responses) stops='"status":"[a-z_]+"' ;;
    responses-stream) stops='"type":"response[.](completed|incomplete|failed)"' ;;
    messages*) more='${versions.join("\n")}' ;;
  esac
}
`,
};

/**
 * What a reply shows. Before `read_reply`, the caller sets `frames` (yes: a stream; pieces: one whose events hold base64), `broken`
 * (not 0: the connection broke), `fault` (the pattern of an error in a 200), `stops` (that of why a reply ended) and `id`.
 */
const readReply: SharedFile = {
  file: "read-reply.sh",
  text: String.raw`# What the shell scripts of this bundle share: what a reply shows, in one word. It runs nothing of the reply.
${markLines.join("\n")}
blank=$(printf '\302\240|\302\255|\342\200[\200-\217\250\251\257]|\342\201\240|\343\200\200|\357\273\277')
thoughts='"(reasoned|reasoning|reasoning_content|thinking|redactedContent|encrypted_content)":"[^"]*[^" ]'
last() { { echo :-; grep -oE "$1" "$tmp/flat"; } | tail -n 1 | filter; }
unpack() { # The events of InvokeModel's streams hold the model's own JSON in base64.
  for piece in $(tr -c ' -~' '\n' <"$tmp/body" | grep -oE '"bytes":"[A-Za-z0-9+/=]*"' | cut -d'"' -f4); do
    printf %s "$piece" | base64 -d; echo
  done >"$tmp/pieces"
  cat "$tmp/pieces" >>"$tmp/body"
}
read_reply() {
  [ $frames != pieces ] || unpack
  # A control ends a line, and escapes go first: no text of a model can pose as a header or a member of the JSON.
  tr '\000-\037\177' '\n' <"$tmp/body" | sed -E "s/$blank/ /g" | tr '\200-\377' '?' >"$tmp/lines"
  tr '\n' ' ' <"$tmp/lines" | sed -E 's/\\\\/#/g; s/\\"/~/g; s/\\[bfnrt]/ /g; s/\\u003[cC]/</g; s/\\u003[eE]/>/g
    s/\\u(00(0[9a-dA-D]|20|[aA]0|[aA][dD])|20(0.|2[89fF]|60)|3000|[fF][eE][fF]{2})/ /g; s/\\\//\//g
    s/([][{}:,]) +/\1/g; s/ +([]}{:,[])/\1/g; s/"type":"(response[.])?reasoning[^}]*"text":/"reasoned":/g
    s/"(reasoningContent|thinking)":[[{]+("type":"text",)?"text":/"reasoned":/g
    s/"reasoningText":\{("signature":"[^"]*",)?"text":/"reasoned":/g' >"$tmp/flat"
  all=$(grep -oE '"(text|content|generation|outputText|completion)":"[^"]*"' "$tmp/flat" | cut -d'"' -f4 | tr -d '\n')
  text=$(printf '%s\n' "$all" | sed -E 's/<(think(ing)?|reasoning)>.*<\/\1>//; s/^.*<\/(think(ing)?|reasoning)>//')
  stop=$(last "$stops" | sed 's/^response[.]//')
  out=$(last '"(outputTokens|completion_tokens|output_tokens|generation_token_count|outputTokenCount)":[0-9]+')
  thrown=$(awk '/^:(exception-type|error-code)$/ { found = 1; next } found && NF { print; exit }' "$tmp/lines")
  if [ -n "$thrown" ] || grep -qE "$fault" "$tmp/flat" || printf %s "$stop" | grep -q rror; then word=ERROR
  elif [ "$broken" -ne 0 ] || { [ $frames != no ] && [ "$stop" = - ] && ! grep -q '^data: *\[DONE\]' "$tmp/lines"; }
  then word=CUT
  elif grep -qE '"(toolUse|function_call)":\{|"tool_calls":\[\{|"type":"(tool_use|function_call)"' "$tmp/flat"; then word=CALL
  elif printf %s "$text" | grep -q '[^ ]'; then
    word=ANSWER; if printf '%s\n' "$text" | grep -qE "$marks"; then word=CALL-AS-TEXT; fi
  elif [ "$all" != "$text" ] || grep -qE "$thoughts" "$tmp/flat"; then word=REASONING-ONLY; else word=EMPTY; fi
  [ $word != $symptom ] || seen=$((seen + 1))
  echo "$word stop=$stop out=$out id=$id"
}
`,
};

/** The files that the shell's twins read, in the order in which they read them. */
export const sharedShell: readonly SharedFile[] = [commandLine, replyForms, readReply];
