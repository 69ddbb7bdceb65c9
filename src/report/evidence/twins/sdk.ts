import { isStreaming } from "../../../chat/api.js";
import { isAwsOperation } from "./asked-by.js";
import { importLine } from "./import-line.js";
import { nodeOpening } from "./opening.js";
import { nodeAwsClient, sharedNode } from "./shared/node.js";
import { bytesOnly, type Twin, type TwinRequest, type TwinScript } from "./twin.js";

/** AWS's SDK for JavaScript. The exact body is put in before it is signed, since the SDK would write it anew (3.1162.0, 2026-11). */
export const sdkTwin: Twin = {
  file: "sdk.mjs",
  interpreter: "node",
  shares: [...sharedNode, nodeAwsClient],
  cannot: ({ api }, symptom) =>
    !isAwsOperation(api) ? "AWS's SDK can only ask Converse and InvokeModel" : symptom === "other" ? bytesOnly : null,
  write,
};

function write(script: TwinScript): string {
  const imports = [
    importLine("answered, aws, awsClient", "./shared/aws-client.mjs"),
    importLine("commandLine, quit", "./shared/command-line.mjs"),
  ];
  return `${nodeOpening(script, { needed: "@aws-sdk/client-bedrock-runtime", imports })}
const asked = {
${script.asked.map(requestLine).join("\n")}
}[name];
if (!asked) quit("This script does not ask the " + name + " request.");
const client = awsClient(asked, body);
const parse = (bytes) => JSON.parse(Buffer.from(bytes).toString());

await countCalls({ symptom: "${script.word}", times, isStream: asked.isStream }, async (reply) => {
  const command = new aws[asked.command]({ modelId: asked.modelId, body });
  let answer;
  try {
    answer = await client.send(command, { abortSignal: AbortSignal.timeout(300_000) });
  } finally {
    const isReply = asked.isStream ? answered.type.includes("eventstream") : answer?.body || answer?.stopReason;
    if (!isReply) reply.error = "an error in a 200";
  }
  Object.assign(reply, { begun: true, id: answer.$metadata.requestId });
  if (!asked.isStream) return read(reply, answer.body ? parse(answer.body) : answer);
  for await (const event of answer.stream ?? answer.body) read(reply, event.chunk ? parse(event.chunk.bytes) : event);
});
`;
}

function requestLine({ name, api, region, modelId, baseUrl }: TwinRequest): string {
  return [
    `  ${name}: {`,
    `    command: ${JSON.stringify(commands[api])}, isStream: ${isStreaming(api)}, region: ${JSON.stringify(region)},`,
    `    modelId: ${JSON.stringify(modelId)}, endpoint: ${JSON.stringify(baseUrl)},`,
    "  },",
  ].join("\n");
}

const commands: { readonly [api: string]: string } = {
  converse: "ConverseCommand",
  "converse-stream": "ConverseStreamCommand",
  "invoke-model": "InvokeModelCommand",
  "invoke-model-stream": "InvokeModelWithResponseStreamCommand",
};
