import { type Api, isStreaming, wholeOf } from "../../../chat/api.js";
import { addressOf } from "./address.js";
import { isAwsOperation, keyNameOf } from "./asked-by.js";
import { shellOpening } from "./opening.js";
import { sharedShell } from "./shared/shell.js";
import type { Twin, TwinRequest, TwinScript } from "./twin.js";

/**
 * curl, with a bearer key or SigV4. It keeps the reply's bytes where only they show the finding. curl 7.88.1 signs a path with `%`
 * wrongly (compared with botocore 1.43.11, 2026-11-28), so that ids with a colon need a bearer key.
 */
export const curlTwin: Twin = {
  file: "curl.sh",
  interpreter: "sh",
  shares: sharedShell,
  cannot: (_request, symptom) =>
    symptom === "bad-arguments" ? "a shell script cannot tell whether arguments are a JSON object" : null,
  write,
};

function write(script: TwinScript): string {
  return String.raw`${shellOpening(script, "curl")}
case $name in
${script.asked.map(requestLines).join("\n")}
  *) quit "This script does not ask the $name request." ;;
esac
case $key$AWS_ACCESS_KEY_ID$AWS_SECRET_ACCESS_KEY$AWS_SESSION_TOKEN in
  *[!A-Za-z0-9._~+/=:@%-]*) quit 'A key in the environment has a character that no key has.' ;;
esac
if [ -n "$key" ]; then auth="header = \"$bearer $key\""
elif [ -z "$need" ]; then auth=
elif [ -n "$sign" ] && [ -n "$AWS_ACCESS_KEY_ID" ] && [ -n "$AWS_SECRET_ACCESS_KEY" ]; then
  case $path in *%*) quit 'curl signs an id with ":" wrongly: set AWS_BEARER_TOKEN_BEDROCK, or use sdk.mjs.' ;; esac
  auth=$(printf 'aws-sigv4 = "%s"\nuser = "%s:%s"' "$sign" "$AWS_ACCESS_KEY_ID" "$AWS_SECRET_ACCESS_KEY")
  [ -z "$AWS_SESSION_TOKEN" ] || auth=$(printf '%s\nheader = "x-amz-security-token: %s"' "$auth" "$AWS_SESSION_TOKEN")
else quit "No key: set $need${orPair}."; fi
elsewhere "$override"
while [ "$call" -lt "$times" ]; do
  call=$((call + 1)); : >"$tmp/head"; : >"$tmp/body"
  # The key reaches curl by its standard input, which no list of processes shows.
  status=$(printf '%s\n' "$auth" "$more" | curl -q -s -g -K - -m 300 -H 'content-type: application/json' -H 'expect:' \
    -D "$tmp/head" -o "$tmp/body" -w '%{http_code}' --data-binary "@$body" --url "$base$path")
  broken=$? id=$(first '^x-amzn-requestid: *[^ ]*|"id": *"[^"]*"')
  case $status in
    2??) ${script.word === "OTHER" ? "keep" : "read_reply"} ;;
    000) refused 000 "curl-exit-$broken" ;;
    *) refused "$status" "$(first '^x-amzn-errortype: *[A-Za-z]*|"(code|type)": *"?[A-Za-z0-9_.-]*')" ;;
  esac
done
finish
`;
}

/** Where a request can be signed, in the shell's words. */
const orPair = ["$", "{sign:+, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY}"].join("");

function requestLines(request: TwinRequest): string {
  const { name, api, signingName, region, auth } = request;
  const key = keyNameOf(request);
  const env = key === null ? "" : `$${key}`;
  const sign = auth === "bedrock" ? `aws:amz:${region}:${signingName ?? "bedrock"}` : "";
  const { base, path } = addressOf(request);
  const betas = request.betas === undefined ? "" : ` more="$more"'\nheader = "${request.betas.join(": ")}"'`;
  return [
    `  ${name}) base=${base} path=${path}`,
    `    override=$${overrideOf(api)} key=${env} sign=${sign} frames=${framesOf(request)}`,
    `    form ${api}; need=${key ?? ""}${auth === "api-key" ? " bearer=x-api-key:" : ""}${betas} ;;`,
  ].join("\n");
}

function overrideOf(api: Api): string {
  if (isAwsOperation(api)) return "AWS_ENDPOINT_URL_BEDROCK_RUNTIME";
  return wholeOf(api) === "messages" ? "ANTHROPIC_BASE_URL" : "OPENAI_BASE_URL";
}

function framesOf({ api }: TwinRequest): string {
  if (!isStreaming(api)) return "no";
  return wholeOf(api) === "invoke-model" ? "pieces" : "yes";
}
