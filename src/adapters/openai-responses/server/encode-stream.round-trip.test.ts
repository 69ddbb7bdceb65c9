import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fold } from "../../../chat/fold.js";
import type { JsonObject, JsonValue } from "../../../chat/json.js";
import { reasoningTextOf, textOf } from "../../../chat/read-reply.js";
import type { Reply } from "../../../chat/reply.js";
import { eventsIn, readBack, replies, requestBody, streamText } from "./replies.fixture.js";
import { eventSchema } from "./response-schema.fixture.js";

const bytes = (text: string) => new TextEncoder().encode(text);

/** What two readings of one reply must agree on. Items of custom tools have a type of their own. */
function reading(reply: Reply) {
  const calls = reply.parts.flatMap((part) =>
    part.kind === "tool-call" ? [[part.id, part.name, part.argumentsText]] : [],
  );
  const refusals = reply.parts.flatMap((part) => (part.kind === "refusal" ? [part.text] : []));
  const { inputTokens, outputTokens, totalTokens, reasoningTokens, cacheReadTokens, costUsd } = reply.usage ?? {};
  return {
    completeness: reply.completeness,
    finish: reply.finish?.kind,
    text: textOf(reply),
    reasoning: reasoningTextOf(reply),
    refusal: refusals.join(""),
    calls,
    usage: [inputTokens, outputTokens, totalTokens, reasoningTokens ?? 0, cacheReadTokens ?? 0, costUsd ?? null],
  };
}

describe("a stream", () => {
  test("that is written and read again is the same reply, split at any bytes", () => {
    fc.assert(
      fc.property(replies, fc.array(fc.nat(9000), { maxLength: 12 }), (events, places) => {
        const whole = bytes(streamText(events));
        const edges = [0, ...places.map((place) => place % (whole.length + 1)).sort((a, b) => a - b), whole.length];
        const pieces = edges.slice(1).map((edge, at) => whole.subarray(edges[at], edge));
        const before = fold(events);
        const { inputTokens = null, outputTokens = null, totalTokens = null } = before.usage ?? {};
        const total =
          totalTokens ?? (inputTokens === null || outputTokens === null ? null : inputTokens + outputTokens);
        const usage = before.usage === null ? null : { ...before.usage, totalTokens: total };
        expect(reading(readBack(pieces))).toEqual(reading({ ...before, usage }));
      }),
      { numRuns: 400 },
    );
  });

  test("has events that the specification knows, numbered from 0 by 1, and one terminal event", () => {
    fc.assert(
      fc.property(replies, (events) => {
        const text = streamText(events, requestBody);
        const sent = eventsIn(text);
        for (const event of sent) eventSchema.parse(event);
        expect(sent.map((event) => event["sequence_number"])).toEqual(sent.map((_, at) => at));
        expect(sent.slice(0, 2).map(typeOf)).toEqual(["response.created", "response.in_progress"]);
        const terminal = /^response\.(?:completed|incomplete|failed)$/;
        expect(sent.flatMap((event, at) => (terminal.test(typeOf(event)) ? [at] : []))).toEqual([sent.length - 1]);
        expect(text.endsWith("\n\ndata: [DONE]\n\n")).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  test("repeats in its done events, its done items and its final output what the deltas say, item after item", () => {
    fc.assert(
      fc.property(replies, (events) => {
        const sent = eventsIn(streamText(events, requestBody));
        const output: JsonValue[] = [];
        let open: JsonObject | null = null;
        let deltas = "";
        for (const event of sent) {
          const type = typeOf(event);
          if (type === "response.output_item.added") {
            expect([open, event["output_index"]]).toEqual([null, output.length]);
            [open, deltas] = [event, ""];
          } else if (type.endsWith(".delta")) deltas += String(event["delta"]);
          else if (type === "response.output_item.done") {
            expect(event["output_index"]).toBe(output.length);
            expect(saidBy(event["item"] ?? null)).toBe(deltas);
            output.push(event["item"] ?? null);
            open = null;
          } else if (/(?:text|refusal|arguments|input)\.done$/.test(type)) {
            expect(event["text"] ?? event["refusal"] ?? event["arguments"] ?? event["input"]).toBe(deltas);
          }
          if (open !== null && event["item_id"] !== undefined) {
            expect(event["item_id"]).toBe((open["item"] as JsonObject)["id"]);
          }
        }
        expect(sent.at(-1)).toMatchObject({ response: { output } });
      }),
      { numRuns: 300 },
    );
  });

  test("that is cut anywhere before its terminal event is never read as a whole reply", () => {
    fc.assert(
      fc.property(replies, fc.nat(9000), (events, place) => {
        const text = streamText(events);
        const finished = bytes(text.slice(0, text.search(/event: response\.(?:completed|incomplete)/))).length;
        expect(readBack([bytes(text).subarray(0, place % finished)]).completeness).toBe("truncated");
      }),
      { numRuns: 150 },
    );
  });
});

const typeOf = (event: JsonObject) => String(event["type"]);

/** What an item says, whatever its type. */
function saidBy(item: JsonValue): string {
  const { type, content, summary, arguments: given, input } = item as { readonly [name: string]: JsonValue };
  if (type === "function_call") return String(given);
  if (type === "custom_tool_call") return String(input);
  const parts = (type === "reasoning" ? summary : content) as readonly JsonObject[];
  return parts.map((part) => String(part["text"] ?? part["refusal"])).join("");
}
