import { expect, test } from "vitest";
import type { ChatEvent } from "../src/chat/event.js";
import { plainRequest } from "../src/chat/request.js";
import { Stop } from "../src/chat/stop-signal.js";
import type { RoutedModel } from "../src/router/config/router-config.js";
import { createUpstreams } from "../src/router/relay/upstreams.js";
import { routerOf, simulated } from "./support/router-run.js";

// Doors write an end for each part that has one, and agents run a call as soon as it has ended: a part ends only where it came whole.

const { models } = routerOf(`
router: { strategy: random }
models:
  chat: { provider: openrouter, model: moonshotai/kimi-k2.5, api_key: simulated-key-0001 }
  converse: { provider: bedrock, model: moonshotai.kimi-k2.5, aws_region: us-east-1 }
  invoke: { provider: bedrock, api: invoke-model, model: moonshotai.kimi-k2.5, aws_region: us-east-1 }
  responses: { provider: openrouter, api: responses, model: openai/gpt-4o, api_key: simulated-key-0001 }
  messages: { provider: openrouter, api: messages, model: anthropic/claude-haiku-4.5, api_key: simulated-key-0001 }
`);
// Kimi takes tools on InvokeModel only where it is asked for a whole reply.
const cases = models.flatMap((model) =>
  (model.name === "invoke" ? ["text"] : ["text", "call"]).map((what) => ({ what, model })),
);

const question = { role: "user" as const, name: null, parts: [{ kind: "text" as const, text: "How is the weather?" }] };
const tool = {
  ...{ name: "get_weather", description: "Gets the weather of a city.", strict: null },
  parameters: { type: "object", properties: { location: { type: "string" } }, required: ["location"] },
};

test.each(cases)(
  "of a $what of $model.name that is cut at any place, only parts that came whole have an end",
  async ({ what, model }) => {
    const whole = await partsOf(model, { what, bytes: null });
    expect(whole.ended.size).toBeGreaterThan(0);
    let failures = 0;
    for (let bytes = 50; ; bytes += 61) {
      const cut = await partsOf(model, { what, bytes });
      if (cut.last !== "reply-failed") break;
      failures += 1;
      for (const [part, content] of cut.ended) {
        expect([bytes, part, content]).toEqual([bytes, part, whole.ended.get(part)]);
      }
    }
    expect(failures).toBeGreaterThan(10);
  },
);

/** The content of each part that has an end, and the kind of the last event. `bytes`: how much of the stream arrives; null: all. */
async function partsOf(model: RoutedModel, { what, bytes }: { readonly what: string; readonly bytes: number | null }) {
  const faults = bytes === null ? [] : [{ fault: "truncated" as const, bytes }];
  const ask = createUpstreams(simulated([{ models: ["*"], family: "moonshot", faults }]), ({ whole: { baseUrl } }) => {
    return `http://127.0.0.1${baseUrl === null ? "" : new URL(baseUrl).pathname}`;
  });
  const request = {
    ...plainRequest(model.streaming.providerModelId, [question]),
    ...{ maxOutputTokens: 100, tools: what === "call" ? [tool] : null },
    toolChoice: what === "call" ? ({ kind: "required" } as const) : null,
  };
  const content = new Map<number, string>();
  const ended = new Map<number, string>();
  let last: ChatEvent["kind"] | null = null;
  const credentials = [{ kind: "bearer", token: "simulated-key-0001" } as const];
  for await (const event of ask({ ...model, credentials }, { request, streaming: true }, new Stop())) {
    last = event.kind;
    if (!("part" in event) || event.part === null) continue;
    const before = content.get(event.part) ?? "";
    if (event.kind === "part-end") ended.set(event.part, before);
    else if (event.kind === "text-delta") content.set(event.part, before + event.text);
    else if (event.kind === "tool-call-start") content.set(event.part, before + (event.argumentsText ?? ""));
    else if (event.kind === "tool-call-delta") content.set(event.part, before + event.argumentsText);
  }
  return { ended, last };
}
