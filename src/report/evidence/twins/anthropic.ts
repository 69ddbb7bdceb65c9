import { isStreaming, wholeOf } from "../../../chat/api.js";
import { addressOf } from "./address.js";
import { keyNameOf, moreHeaders } from "./asked-by.js";
import { importLine } from "./import-line.js";
import { membersOf } from "./members-of.js";
import { nodeOpening } from "./opening.js";
import { sharedNode } from "./shared/node.js";
import { bytesOnly, type Twin, type TwinRequest, type TwinScript } from "./twin.js";

/**
 * Anthropic's SDK, whose `post` sends bytes as they are (1.14.0, 2026-11). Its own version and its bearer key give way to those of the
 * call. Bedrock's endpoints need a bearer key there.
 */
export const anthropicTwin: Twin = {
  file: "anthropic.mjs",
  interpreter: "node",
  shares: sharedNode,
  cannot: ({ api }, symptom) =>
    wholeOf(api) !== "messages" ? "Anthropic's SDK can only ask Messages" : symptom === "other" ? bytesOnly : null,
  write,
};

function write(script: TwinScript): string {
  const imports = [importLine("commandLine, elsewhere, load, quit", "./shared/command-line.mjs")];
  return `${nodeOpening(script, { needed: "@anthropic-ai/sdk", imports })}
const asked = {
${script.asked.map(requestLine).join("\n")}
}[name];
if (!asked) quit("This script does not ask the " + name + " request.");
const key = asked.key === null ? "none" : process.env[asked.key];
if (!key) quit("No key: set " + asked.key + "." + (asked.isBedrock ? " With SigV4, use curl.sh." : ""));
const { Anthropic } = load("@anthropic-ai/sdk");
const baseURL = elsewhere("ANTHROPIC_BASE_URL") ?? asked.baseURL;
const client = new Anthropic({ apiKey: null, authToken: key, baseURL, maxRetries: 0, timeout: 300_000 });
const own = asked.isBearer ? {} : { authorization: null, "x-api-key": key };
const headers = { "content-type": "application/json", ...asked.headers, ...own };

await countCalls({ symptom: "${script.word}", times, isStream: asked.isStream }, async (reply) => {
  const sent = client.post(asked.path, { body, headers, stream: asked.isStream });
  const { data, response } = await sent.withResponse();
  reply.begun = true;
  // The SDK shows nothing of a body that is no stream.
  if (asked.isStream && !/event-stream/.test(response.headers.get("content-type"))) reply.error = "an error in a 200";
  for await (const event of asked.isStream ? data : [data]) {
    reply.id ??= event.message?.id ?? event.id;
    read(reply, event);
  }
});
`;
}

function requestLine(request: TwinRequest): string {
  const { base, path } = addressOf(request);
  const { auth } = request;
  const address = { isStream: isStreaming(request.api), baseURL: base, path };
  const credential = { key: keyNameOf(request), isBearer: auth !== "api-key", isBedrock: auth === "bedrock" };
  const headers = { headers: Object.fromEntries(moreHeaders(request)) };
  return `  ${request.name}: { ${membersOf(address)},\n    ${membersOf(credential)},\n    ${membersOf(headers)} },`;
}
