import type * as BedrockRuntime from "@aws-sdk/client-bedrock-runtime";
import { isStreaming } from "../../../chat/api.js";
import type { Ask, Load, Screen } from "./asked.js";

/** AWS's own SDK, over its default handler, which speaks HTTP/2. */
export const askAwsSdk: Ask = async (load, { address, api }, screen) => {
  const { ConverseCommand, ConverseStreamCommand } = await load<typeof BedrockRuntime>(
    "@aws-sdk/client-bedrock-runtime",
  );
  const client = await bedrockClient(load, address);
  const request = { modelId: "recorded", messages: [{ role: "user" as const, content: [{ text: "hello" }] }] };
  if (isStreaming(api)) {
    const { stream } = await client.send(new ConverseStreamCommand(request));
    return showStream(stream ?? [], screen);
  }
  const { output, stopReason, usage } = await client.send(new ConverseCommand(request));
  for (const { text, reasoningContent, toolUse } of output?.message?.content ?? []) {
    screen.text(text);
    screen.reasoning(reasoningContent?.reasoningText?.text);
    if (toolUse !== undefined) screen.call(toolUse.name ?? "", toolUse.input);
  }
  screen.finish(stopReason);
  screen.outputTokens(usage?.outputTokens);
};

/** A client of AWS's SDK that asks the server. */
export async function bedrockClient(load: Load, endpoint: string): Promise<BedrockRuntime.BedrockRuntimeClient> {
  const { BedrockRuntimeClient } = await load<typeof BedrockRuntime>("@aws-sdk/client-bedrock-runtime");
  return new BedrockRuntimeClient({ endpoint, ...bedrockSettings });
}

/** What no client may take from the environment. */
export const bedrockSettings = {
  region: "us-east-1",
  credentials: { accessKeyId: "unused", secretAccessKey: "unused" },
  maxAttempts: 1,
};

type Events = AsyncIterable<BedrockRuntime.ConverseStreamOutput> | Iterable<BedrockRuntime.ConverseStreamOutput>;

async function showStream(events: Events, screen: Screen): Promise<void> {
  const calls = new Map<number, { name: string; args: string }>();
  try {
    for await (const { contentBlockStart, contentBlockDelta, messageStop, metadata } of events) {
      const { delta, contentBlockIndex: at = 0 } = contentBlockDelta ?? {};
      screen.text(delta?.text);
      screen.reasoning(delta?.reasoningContent?.text);
      const started = contentBlockStart?.start?.toolUse;
      if (started !== undefined)
        calls.set(contentBlockStart?.contentBlockIndex ?? 0, { name: started.name ?? "", args: "" });
      const call = calls.get(at);
      if (call !== undefined) call.args += delta?.toolUse?.input ?? "";
      screen.finish(messageStop?.stopReason);
      screen.outputTokens(metadata?.usage?.outputTokens);
    }
  } finally {
    for (const { name, args } of calls.values()) screen.call(name, args);
  }
}
