import { isStreaming, wholeOf } from "../../../chat/api.js";
import { addressOf } from "./address.js";
import { keyNameOf, moreHeaders } from "./asked-by.js";
import { importLine } from "./import-line.js";
import { membersOf } from "./members-of.js";
import { nodeOpening } from "./opening.js";
import { sharedNode } from "./shared/node.js";
import { bytesOnly, type Twin, type TwinRequest, type TwinScript } from "./twin.js";

/** The openai SDK, whose `post` sends bytes as they are (6.49.0, 2026-11). Bedrock's endpoints need a bearer key there. */
export const openaiTwin: Twin = {
  file: "openai.mjs",
  interpreter: "node",
  shares: sharedNode,
  cannot: ({ api }, symptom) =>
    !["chat-completions", "responses"].includes(wholeOf(api))
      ? "the openai SDK can only ask Chat Completions and Responses"
      : symptom === "other"
        ? bytesOnly
        : null,
  write,
};

function write(script: TwinScript): string {
  const imports = [importLine("commandLine, elsewhere, load, quit", "./shared/command-line.mjs")];
  return String.raw`${nodeOpening(script, { needed: "openai", imports })}
const asked = {
${script.asked.map(requestLine).join("\n")}
}[name];
if (!asked) quit("This script does not ask the " + name + " request.");
const apiKey = asked.key === null ? "none" : process.env[asked.key];
if (!apiKey) quit("No key: set " + asked.key + "." + (asked.isBedrock ? " With SigV4, use curl.sh." : ""));
const { OpenAI } = load("openai");
const baseURL = elsewhere("OPENAI_BASE_URL") ?? asked.baseURL;
const client = new OpenAI({ apiKey, baseURL, maxRetries: 0, timeout: 300_000 });
const headers = { "content-type": "application/json", ...asked.headers };

await countCalls({ symptom: "${script.word}", times, isStream: asked.isStream }, async (reply) => {
  const sent = client.post(asked.path, { body, headers, stream: asked.isStream });
  const { data, response } = await sent.withResponse();
  reply.begun = true;
  // The SDK ends a stream at [DONE] without showing it.
  const copy = asked.isStream ? response.clone().text().catch(() => "") : "";
  for await (const chunk of asked.isStream ? data : [data]) {
    reply.id ??= chunk.id ?? chunk.response?.id;
    read(reply, chunk);
  }
  reply.done = /^data: *\[DONE\]/m.test(await copy);
});
`;
}

function requestLine(request: TwinRequest): string {
  const { name, api, auth } = request;
  const { base, path } = addressOf(request);
  const address = { isStream: isStreaming(api), baseURL: base, path };
  const credential = { key: keyNameOf(request), isBedrock: auth === "bedrock" };
  const more = Object.fromEntries(moreHeaders(request));
  const headers = Object.keys(more).length === 0 ? "" : `,\n    ${membersOf({ headers: more })}`;
  return `  ${name}: { ${membersOf(address)},\n    ${membersOf(credential)}${headers} },`;
}
