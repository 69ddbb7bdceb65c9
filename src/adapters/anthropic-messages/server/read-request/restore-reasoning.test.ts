import { describe, expect, test } from "vitest";
import type { JsonValue } from "../../../../chat/json.js";
import type { ReasoningPart } from "../../../../chat/message.js";
import { encodeContent } from "../encode-reply/content.js";
import { givenUpSignature } from "../opaque-reasoning.js";
import { readRequest } from "../read-request.js";

const identity = { id: "1", createdSeconds: 1, model: "m" };
const reasoning = (over: Partial<ReasoningPart>): ReasoningPart => ({
  ...{ kind: "reasoning", text: null, signature: null, redacted: null, details: null, field: "thinking", ...over },
});

/** The parts of an assistant's message with these blocks, and the ids of the warnings. */
function replayed(content: readonly JsonValue[]) {
  const messages = [
    { role: "user", content: "Hi" },
    { role: "assistant", content },
    { role: "user", content: "go on" },
  ];
  const read = readRequest({ model: "m", max_tokens: 1, messages }, { allows: () => false, headers: {} });
  if (read.kind === "refused") throw new TypeError(read.error.message);
  return { parts: read.request.messages[1]?.parts, warned: read.warnings.map(({ id, field }) => `${id} ${field}`) };
}

const sentBack = (...parts: readonly ReasoningPart[]) => replayed(encodeContent(parts, { identity, warnings: [] }));

describe("reasoning comes back as it was sent", () => {
  test.each<readonly [string, ReasoningPart]>([
    ["with Claude's signature", reasoning({ text: "hm", signature: "c2ln" })],
    ["with a signature alone", reasoning({ text: "", signature: "c2ln" })],
    ["redacted", reasoning({ redacted: "ZGF0YQ" })],
    ["with items of Responses", reasoning({ text: "hm", details: [{ type: "reasoning" }], field: "reasoning-item" })],
    ["hidden in items of Responses", reasoning({ details: [{ type: "reasoning" }], field: "reasoning-item" })],
    ["with a signature of a third vendor", reasoning({ text: "hm", signature: "x", field: "thought" })],
  ])("%s", (_how, part) => {
    expect(sentBack(part)).toEqual({ parts: [part], warned: [] });
  });

  test("text without a signature comes from somewhere that is not known", () => {
    expect(sentBack(reasoning({ text: "hm", field: "reasoning_content" })).parts).toEqual([
      reasoning({ text: "hm", field: null }),
    ]);
  });

  test("OpenRouter's details are read as they are through Chat Completions: their text replaces the text beside them", () => {
    const details = [{ type: "reasoning.text", text: "hm", signature: "c2ln", format: "anthropic-claude-v1" }];
    const { parts } = sentBack(
      reasoning({ text: "hm", field: "reasoning" }),
      reasoning({ details, field: "reasoning" }),
    );
    expect(parts).toEqual([reasoning({ text: "hm", signature: "c2ln", details, field: "reasoning_details" })]);
  });

  test("details never choose whom to ask", () => {
    const details = [{ type: "reasoning.encrypted", data: "x", provider: "y", api_base: "z" }];
    const { parts, warned } = sentBack(reasoning({ details, field: "reasoning" }));
    expect(parts).toMatchObject([{ details: [{ type: "reasoning.encrypted", data: "x" }] }]);
    expect(JSON.stringify(parts)).not.toContain("api_base");
    expect(warned).toEqual(["member-left-out messages[1].content[0]", "member-left-out messages[1].content[0]"]);
  });

  test("that of a reply which another one replaced goes to no model", () => {
    const { parts } = replayed([{ type: "thinking", thinking: "hm", signature: givenUpSignature() }]);
    expect(parts).toEqual([reasoning({ field: null })]);
  });

  test("a seal that was changed is a signature like any other", () => {
    const signature = `${givenUpSignature()}!`;
    expect(replayed([{ type: "thinking", thinking: "hm", signature: `x${signature}` }]).parts).toMatchObject([
      { text: "hm", signature: `x${signature}` },
    ]);
  });
});
