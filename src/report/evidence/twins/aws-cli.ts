import { shellOpening } from "./opening.js";
import { sharedShell } from "./shared/shell.js";
import type { Twin, TwinRequest, TwinScript } from "./twin.js";

/**
 * AWS's command line, which asks Converse and no stream (1.45.11 and its help, 2026-11-28). It writes the body anew from the
 * same values, and refuses members that it does not know.
 */
export const awsCliTwin: Twin = {
  file: "aws-cli.sh",
  interpreter: "sh",
  shares: sharedShell,
  cannot: ({ api }, symptom) => {
    if (api !== "converse") return "AWS's command line can only ask Converse, without a stream";
    if (symptom === "bad-arguments") return "a shell script cannot tell whether arguments are a JSON object";
    return symptom === "other" ? "only the reply's bytes show the finding, and curl.sh keeps them" : null;
  },
  write,
};

function write(script: TwinScript): string {
  return String.raw`${shellOpening(script, "AWS's command line")}
# The command line writes the body anew: same values, other bytes. It refuses members that it does not know.
case $name in
${script.asked.map(requestLine).join("\n")}
  *) quit "This script does not ask the $name request." ;;
esac
! grep -q '"bytes" *:' "$body" || quit 'The body has binary parts, which versions encode differently: use curl.sh.'
[ -n "$AWS_BEARER_TOKEN_BEDROCK$AWS_ACCESS_KEY_ID$AWS_PROFILE" ] ||
  quit 'No key: set AWS_BEARER_TOKEN_BEDROCK, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE.'
export AWS_MAX_ATTEMPTS=1 AWS_PAGER= PYTHONUTF8=1
set -- bedrock-runtime converse --model-id "$model" --region "$region" --output json --cli-read-timeout 300
elsewhere "$AWS_ENDPOINT_URL_BEDROCK_RUNTIME"
[ -z "$base" ] || set -- "$@" --endpoint-url "$base"
while [ "$call" -lt "$times" ]; do
  call=$((call + 1)) broken=0 id=-
  if aws "$@" --cli-input-json "file://$body" >"$tmp/body" 2>"$tmp/why"; then
    # The command line shows nothing of an error that comes in a 200.
    grep -q '"stopReason"' "$tmp/body" || echo '{"__type":"' >"$tmp/body"
    read_reply; continue
  else code=$?; fi
  type=$(sed -n 's/.*error occurred (\([A-Za-z0-9]*\)).*/:\1/p' "$tmp/why" | head -n 1 | filter)
  case $type in
    ValidationException) refused 400 "$type" ;;
    ModelErrorException) refused 424 "$type" ;;
    ModelTimeoutException) refused 408 "$type" ;;
    '') refused - "aws-exit-$code" ;;
    *) refused - "$type" ;;
  esac
done
finish
`;
}

function requestLine({ name, modelId, region, baseUrl }: TwinRequest): string {
  return `  ${name}) model=${modelId}\n    region=${region} base=${baseUrl ?? ""} frames=no; form converse ;;`;
}
