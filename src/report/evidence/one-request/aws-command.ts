import { isStreaming, wholeOf } from "../../../chat/api.js";
import type { TwinRequest } from "../twins/twin.js";
import { unsafeIn } from "../twins/validate.js";
import type { CommandKeys, OneCommand } from "./curl-command.js";
import { bodyWords } from "./request-text.js";

/** Versions without bearer keys sign with the pair, and with no session token of the reader's. */
const dummyKeys =
  "AWS_BEARER_TOKEN_BEDROCK=simulated AWS_ACCESS_KEY_ID=simulated AWS_SECRET_ACCESS_KEY=simulated AWS_SESSION_TOKEN= ";

/**
 * The request as one command of AWS's command line, which asks Converse and no stream (1.45.11 and its help, 2026-11-28): a request for a stream is
 * asked without it. It writes the body anew from the same values, and refuses members that it does not know. From /dev/stdin it reads an empty
 * document.
 */
export function awsCommand(request: TwinRequest, body: string | null, keys: CommandKeys = "own"): OneCommand {
  const unsafe = unsafeIn(request);
  if (unsafe !== null) return { text: null, why: unsafe };
  if (wholeOf(request.api) !== "converse") return { text: null, why: "AWS's command line can only ask Converse" };
  if (body?.includes('"bytes"') === true) {
    return { text: null, why: "the body has binary parts, which versions of AWS's command line encode differently" };
  }
  const { modelId, region, baseUrl } = request;
  const words = bodyWords(body, (file) => `--cli-input-json file://${file}`, { isKept: true });
  const lines = [
    `${keys === "own" ? "" : dummyKeys}aws bedrock-runtime converse --model-id '${modelId}' --region '${region}'`,
    ...(baseUrl === null ? [] : [`--endpoint-url '${baseUrl}'`]),
    words.as,
  ];
  const note = isStreaming(request.api)
    ? "# the same request without a stream, which is another API: the failure may not show\n"
    : "";
  return { text: `${note}${words.before}${lines.join(" \\\n  ")}${words.after}`, why: null };
}
