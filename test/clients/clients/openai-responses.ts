import type OpenAI from "openai";
import { type Client, type Screen, weatherTool } from "../client.js";

type Item = OpenAI.Responses.ResponseInputItem;
type Response = OpenAI.Responses.Response;

/** OpenAI's own SDK over the Responses API, with its helper for streams. */
export const openaiResponses: Client = {
  name: "openai, responses",
  package: "openai",
  finishes: { answered: "completed", limited: "max_output_tokens", failed: "failed", cancelled: null },
  lacks: {},
  differs: {},
  async ask(address, { model, instructions, prompt, streamed, withTool, signal }, screen) {
    const { OpenAI } = await import("openai");
    const { responses } = new OpenAI({ baseURL: `${address}/v1`, apiKey: "unused", maxRetries: 0 });
    const { name, description, parameters } = weatherTool;
    const tools = withTool ? [{ type: "function" as const, name, description, parameters, strict: true }] : [];
    const input: Item[] = [{ role: "user", content: prompt }];
    for (;;) {
      const request = { model, instructions, input, tools, store: false };
      let reply: Response;
      if (streamed) {
        const stream = responses.stream(request, { signal });
        stream.on("response.output_text.delta", ({ delta }) => screen.text(delta));
        reply = await stream.finalResponse();
      } else {
        reply = await responses.create(request, { signal });
        screen.text(reply.output_text);
      }
      const results = reply.output.flatMap((item) => resultOf(item, screen));
      if (results.length === 0) return { finish: reply.incomplete_details?.reason ?? reply.status ?? null };
      input.push(...(reply.output as Item[]), ...results);
    }
  },
};

function resultOf(item: Response["output"][number], screen: Screen): readonly Item[] {
  if (item.type !== "function_call") return [];
  const output = screen.call(item.name, JSON.parse(item.arguments));
  return [{ type: "function_call_output", call_id: item.call_id, output }];
}
