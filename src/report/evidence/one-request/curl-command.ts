import { isStreaming } from "../../../chat/api.js";
import { addressOf } from "../twins/address.js";
import { isAwsOperation, moreHeaders } from "../twins/asked-by.js";
import type { TwinRequest } from "../twins/twin.js";
import { unsafeIn } from "../twins/validate.js";
import { bodyWords } from "./request-text.js";

/** A command, or why there is none. */
export type OneCommand = { readonly text: string; readonly why: null } | { readonly text: null; readonly why: string };

/** A simulator that checks credentials knows this key too, for every service. */
const dummyKey = "-H 'authorization: Bearer simulated'";

/** `own`: the reader's, from the environment; `dummy`: those that stand for them where a simulator is asked, which is to see no real key. */
export type CommandKeys = "own" | "dummy";

/**
 * The request as one curl command for a POSIX shell, with `body` in it. The key is an environment variable. A request of Bedrock takes a bearer
 * key, or is signed where its path allows that: curl 7.88.1 signs a path with `%` wrongly (compared with botocore 1.43.11, 2026-11-28).
 */
export function curlCommand(request: TwinRequest, body: string | null, keys: CommandKeys = "own"): OneCommand {
  const unsafe = unsafeIn(request);
  if (unsafe !== null) return { text: null, why: unsafe };
  const { base, path } = addressOf(request);
  const words = bodyWords(body, (file) => `--data-binary @${file === "/dev/stdin" ? "-" : file}`);
  const output = isStreaming(request.api) && isAwsOperation(request.api) ? " -o reply.bin" : "";
  const lines = [
    `curl -sS -N -D - -g '${base}${path}'`,
    ...(keys === "own" || request.auth === "none" ? keyWords(request, path) : [dummyKey]),
    "-H 'content-type: application/json'",
    ...moreHeaders(request).map(([name, value]) => `-H '${name}: ${value}'`),
    `${words.as}${output}`,
  ];
  return { text: `${words.before}${lines.join(" \\\n  ")}${words.after}`, why: null };
}

function keyWords({ auth, keyVariable, region, signingName }: TwinRequest, path: string): readonly string[] {
  if (auth === "none") return [];
  if (auth === "api-key") return [`-H "x-api-key: $${keyVariable}"`];
  if (auth === "bearer") return [`-H "authorization: Bearer $${keyVariable}"`];
  if (path.includes("%")) return ['-H "authorization: Bearer $AWS_BEARER_TOKEN_BEDROCK"'];
  return [
    `--aws-sigv4 'aws:amz:${region}:${signingName ?? "bedrock"}' --user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY"`,
    ['-H "x-amz-security-token: $', '{AWS_SESSION_TOKEN:-}"'].join(""),
  ];
}
