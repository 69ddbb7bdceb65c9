import { describe, expect, test } from "vitest";
import { faithful } from "../../../test/support/converse-encode.js";
import { assistant, call, result, userText, weather } from "../../../test/support/converse-messages.js";
import { converseTarget, question } from "../../../test/support/converse-wire.js";
import type { Message } from "../../chat/message.js";
import { encode } from "./encode.js";

describe("turns, faithfully", () => {
  test("R1 system and developer messages keep their order, and one inside the conversation is a warning", () => {
    const { body, warnings } = faithful([
      {
        role: "system",
        parts: [
          { kind: "text", text: "one" },
          { kind: "cache-point", ttl: "1h" },
        ],
        name: null,
      },
      userText("hi"),
      { role: "developer", parts: [{ kind: "text", text: "two" }], name: null },
    ]);
    expect(body["system"]).toEqual([{ text: "one" }, { cachePoint: { type: "default", ttl: "1h" } }, { text: "two" }]);
    expect(body["messages"]).toEqual([{ role: "user", content: [{ text: "hi" }] }]);
    expect(warnings).toEqual(["system-moved messages[2]", "role-translated messages[2]"]);
  });

  test("R2 neighbours of one role stay apart", () => {
    const { body, warnings } = faithful([
      userText("a"),
      userText("b"),
      assistant({ kind: "text", text: "c" }),
      assistant(),
    ]);
    expect(body["messages"]).toEqual([
      { role: "user", content: [{ text: "a" }] },
      { role: "user", content: [{ text: "b" }] },
      { role: "assistant", content: [{ text: "c" }] },
      { role: "assistant", content: [] },
    ]);
    expect(warnings).toEqual([]);
  });

  test("R3 R4 tool results share a user turn in the order given, and the user's text follows in it with a warning", () => {
    const { body, warnings } = faithful(
      [
        userText("q"),
        assistant(call("functions.get_weather:0"), call("tooluse_b")),
        result("tooluse_b", { kind: "text", text: "B" }),
        result("functions.get_weather:0", { kind: "json", value: { z: 1, a: [null] } }),
        userText("and now?"),
        userText("well?"),
      ],
      { tools: [weather] },
    );
    expect((body["messages"] as readonly unknown[]).slice(1)).toEqual([
      {
        role: "assistant",
        content: [
          { toolUse: { toolUseId: "functions.get_weather:0", name: "get_weather", input: {} } },
          { toolUse: { toolUseId: "tooluse_b", name: "get_weather", input: {} } },
        ],
      },
      {
        role: "user",
        content: [
          { toolResult: { toolUseId: "tooluse_b", content: [{ text: "B" }] } },
          { toolResult: { toolUseId: "functions.get_weather:0", content: [{ json: { z: 1, a: [null] } }] } },
          { text: "and now?" },
        ],
      },
      { role: "user", content: [{ text: "well?" }] },
    ]);
    expect(warnings).toEqual(["merged-turns messages[4]"]);
  });

  test.each([
    [null, null, {}, []],
    [null, "error", { status: "error" }, []],
    [false, "success", { status: "success" }, ["status-unsupported messages[1].status"]],
  ] as const)("R5 with the quirk %s a status of %s is sent as said", (toolResultStatus, status, sent, warnings) => {
    const tool: Message = { role: "tool", toolCallId: "a", toolName: null, parts: [], status };
    const encoded = faithful(
      [userText("q"), tool],
      { tools: [weather] },
      converseTarget("converse", { toolResultStatus }),
    );
    expect(encoded.body["messages"]).toEqual([
      { role: "user", content: [{ text: "q" }] },
      { role: "user", content: [{ toolResult: { toolUseId: "a", content: [], ...sent } }] },
    ]);
    expect(encoded.warnings).toEqual(warnings);
  });

  test("R6 R7 R11 blank text, empty results and JSON results go out as they are", () => {
    const { body } = faithful([userText(""), userText(" "), result("a"), result("b", { kind: "text", text: "" })], {
      tools: [weather],
    });
    expect(body["messages"]).toEqual([
      { role: "user", content: [{ text: "" }] },
      { role: "user", content: [{ text: " " }] },
      {
        role: "user",
        content: [
          { toolResult: { toolUseId: "a", content: [] } },
          { toolResult: { toolUseId: "b", content: [{ text: "" }] } },
        ],
      },
    ]);
  });

  test("R9 R10 an assistant with calls only has no text block, and an empty one has no content", () => {
    const { body } = faithful([userText("q"), assistant(call("a")), assistant()], { tools: [weather] });
    expect(body["messages"]).toMatchObject([{}, { content: [{ toolUse: { toolUseId: "a" } }] }, { content: [] }]);
  });

  test.each([
    ["", {}, ["arguments-empty"]],
    [null, {}, ["arguments-empty"]],
    ["{broken", "{broken", ["arguments-invalid"]],
    ["[1]", [1], ["arguments-not-object"]],
    ['{"b":1,"a":2}', { b: 1, a: 2 }, []],
  ] as const)("R12 arguments %j are sent as %j", (argumentsText, input, ids) => {
    const { body, warnings } = faithful([assistant(call("a", argumentsText))], { tools: [weather] });
    const sent = (body["messages"] as { content: { toolUse: { input: unknown } }[] }[])[0]?.content[0]?.toolUse.input;
    expect(JSON.stringify(sent)).toBe(JSON.stringify(input));
    expect(warnings).toEqual(ids.map((id) => `${id} messages[0].parts[0].argumentsText`));
  });

  test("R13 ids that the service refuses go out verbatim, and a missing one is not made up", () => {
    const { body, warnings } = faithful([assistant(call("call|x y"), call(null)), result(null)], { tools: [weather] });
    expect(body["messages"]).toEqual([
      {
        role: "assistant",
        content: [
          { toolUse: { toolUseId: "call|x y", name: "get_weather", input: {} } },
          { toolUse: { name: "get_weather", input: {} } },
        ],
      },
      { role: "user", content: [{ toolResult: { content: [] } }] },
    ]);
    expect(warnings).toEqual([
      "tool-call-id-missing messages[0].parts[1].id",
      "tool-call-id-missing messages[1].toolCallId",
    ]);
  });

  test("R32 reasoning keeps its text, signature and opaque bytes in its place", () => {
    const reasoning = {
      kind: "reasoning",
      text: null,
      signature: null,
      redacted: null,
      details: null,
      field: null,
    } as const;
    const { body, warnings } = faithful([
      assistant(
        { ...reasoning, text: "t", signature: "s" },
        { ...reasoning, text: "" },
        { ...reasoning, redacted: "b3BhcXVl" },
        { ...reasoning, signature: "only" },
        { ...reasoning, details: [] },
      ),
    ]);
    expect((body["messages"] as { content: unknown }[])[0]?.content).toEqual([
      { reasoningContent: { reasoningText: { text: "t", signature: "s" } } },
      { reasoningContent: { reasoningText: { text: "" } } },
      { reasoningContent: { redactedContent: "b3BhcXVl" } },
      { reasoningContent: { reasoningText: { text: "", signature: "only" } } },
    ]);
    expect(warnings).toEqual([
      "reasoning-text-absent messages[0].parts[3]",
      "dropped messages[0].parts[4].details",
      "dropped messages[0].parts[4]",
    ]);
  });

  test("speakers' names, refusals and parts without a word are never lost in silence", () => {
    const { body, warnings } = faithful([
      { role: "user", parts: [{ kind: "text", text: "q" }], name: "Ann" },
      assistant(
        { kind: "refusal", text: "no" },
        { kind: "other", raw: { searchResult: {} } },
        { kind: "other", raw: "x" },
      ),
    ]);
    expect((body["messages"] as { content: unknown }[])[1]?.content).toEqual([{ text: "no" }, { searchResult: {} }]);
    expect(warnings).toEqual([
      "dropped messages[0].name",
      "refusal-as-text messages[1].parts[0]",
      "other-part-sent messages[1].parts[1]",
      "dropped messages[1].parts[2]",
    ]);
  });
});

test("R39 a model id or ARN is percent-encoded whole in the path", () => {
  const arn = "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.vendor.m-v1:0";
  expect(faithful(question.messages, {}, { ...converseTarget("converse"), providerModelId: arn }).path).toBe(
    "/model/arn%3Aaws%3Abedrock%3Aus-east-1%3A123456789012%3Ainference-profile%2Fus.vendor.m-v1%3A0/converse",
  );
  expect(faithful(question.messages).path).toBe("/model/vendor.sample-v1%3A0/converse-stream");
});

test.each(["", "..", "a/../b", "/x", "a b", "x?y"])(
  "a model id %j that cannot stand in a path is refused before it is sent",
  (providerModelId) => {
    const target = { ...converseTarget(), providerModelId };
    expect(encode(question, { target, policy: "faithful" })).toMatchObject({ kind: "refused", field: "model" });
  },
);
