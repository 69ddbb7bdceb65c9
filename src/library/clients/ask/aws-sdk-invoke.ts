import type * as BedrockRuntime from "@aws-sdk/client-bedrock-runtime";
import { isStreaming } from "../../../chat/api.js";
import type { Ask, Screen } from "./asked.js";
import { bedrockClient } from "./aws-sdk.js";
import { createInvokeReader } from "./read-invoke.js";

/** InvokeModel by AWS's own SDK, which hands each chunk's bytes over; they are read here as its caller reads them. */
export const askAwsSdkInvoke: Ask = async (load, { address, api }, screen) => {
  const { InvokeModelCommand, InvokeModelWithResponseStreamCommand } = await load<typeof BedrockRuntime>(
    "@aws-sdk/client-bedrock-runtime",
  );
  const client = await bedrockClient(load, address);
  const request = { modelId: "recorded", contentType: "application/json", body: "{}" };
  if (!isStreaming(api)) {
    const { body } = await client.send(new InvokeModelCommand(request));
    return showChunks([body], screen);
  }
  const { body } = await client.send(new InvokeModelWithResponseStreamCommand(request));
  await showChunks(chunksOf(body ?? []), screen);
};

type Chunks = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;
type Events = AsyncIterable<BedrockRuntime.ResponseStream> | Iterable<BedrockRuntime.ResponseStream>;

async function* chunksOf(events: Events): AsyncGenerator<Uint8Array> {
  for await (const { chunk } of events) if (chunk?.bytes !== undefined) yield chunk.bytes;
}

async function showChunks(chunks: Chunks, screen: Screen): Promise<void> {
  const reader = createInvokeReader(screen);
  try {
    for await (const bytes of chunks) reader.read(JSON.parse(new TextDecoder().decode(bytes)));
  } finally {
    reader.close();
  }
}
