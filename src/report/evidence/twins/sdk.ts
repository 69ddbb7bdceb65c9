import { isStreaming, wholeOf } from "../../../chat/api.js";
import { nodeOpening } from "./opening.js";
import { sharedNode } from "./shared/node.js";
import { bytesOnly, type Twin, type TwinRequest, type TwinScript } from "./twin.js";

/** AWS's SDK for JavaScript. The exact body is put in before it is signed, since the SDK would write it anew (3.1162.0, 2026-11). */
export const sdkTwin: Twin = {
  file: "sdk.mjs",
  interpreter: "node",
  shares: sharedNode,
  cannot: ({ api }, symptom) =>
    wholeOf(api) === "chat-completions"
      ? "AWS's SDK asks Converse and InvokeModel alone"
      : symptom === "other"
        ? bytesOnly
        : null,
  write,
};

function write(script: TwinScript): string {
  return String.raw`${nodeOpening(script, "@aws-sdk/client-bedrock-runtime")}
const asked = {
${script.asked.map(requestLine).join("\n")}
}[name];
if (!asked) quit("This script does not ask the " + name + " request.");
const { env } = process;
if (!env.AWS_BEARER_TOKEN_BEDROCK && !env.AWS_ACCESS_KEY_ID && !env.AWS_PROFILE)
  quit("No key: set AWS_BEARER_TOKEN_BEDROCK, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or AWS_PROFILE.");
const elsewhere = env.AWS_ENDPOINT_URL_BEDROCK_RUNTIME;
if (elsewhere) console.error("Asked at the address in the environment, not at that of the bundle.");
const endpoint = elsewhere || asked.endpoint;
const aws = load("@aws-sdk/client-bedrock-runtime");
const client = new aws.BedrockRuntimeClient({ region: asked.region, maxAttempts: 1, ...(endpoint && { endpoint }) });

// The SDK would write the body anew and drop members that it does not know: it gets the exact bytes, before it signs.
const withBody = (next) => (args) => {
  args.request.body = body;
  Object.assign(args.request.headers, { "content-type": "application/json", "content-length": String(body.length) });
  return next(args);
};
client.middlewareStack.add(withBody, { step: "build", priority: "low" });
const parse = (bytes) => JSON.parse(Buffer.from(bytes).toString());

await countCalls({ symptom: "${script.word}", times, isStream: asked.isStream }, async (reply) => {
  const command = new aws[asked.command]({ modelId: asked.modelId, body });
  const answer = await client.send(command, { abortSignal: AbortSignal.timeout(300_000) });
  Object.assign(reply, { begun: true, id: answer.$metadata.requestId });
  if (!asked.isStream) return read(reply, answer.body ? parse(answer.body) : answer);
  for await (const event of answer.stream ?? answer.body) read(reply, event.chunk ? parse(event.chunk.bytes) : event);
});
`;
}

function requestLine({ name, api, region, modelId, baseUrl }: TwinRequest): string {
  const value = {
    command: commands[api],
    isStream: isStreaming(api),
    modelId,
    region,
    ...(baseUrl === null ? {} : { endpoint: baseUrl }),
  };
  const members = Object.entries(value).map(([key, one]) => `${key}: ${JSON.stringify(one)}`);
  return `  ${name}: { ${members.join(", ")} },`;
}

const commands: { readonly [api: string]: string } = {
  converse: "ConverseCommand",
  "converse-stream": "ConverseStreamCommand",
  "invoke-model": "InvokeModelCommand",
  "invoke-model-stream": "InvokeModelWithResponseStreamCommand",
};
