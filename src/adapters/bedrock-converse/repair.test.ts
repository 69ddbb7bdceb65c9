import { describe, expect, test } from "vitest";
import { refusedField, repaired } from "../../../test/support/converse-encode.js";
import { assistant, call, result, text, user, userText, weather } from "../../../test/support/converse-messages.js";
import { converseTarget } from "../../../test/support/converse-wire.js";
import type { AssistantPart, Message } from "../../chat/message.js";

const tools = [weather];

describe("turns", () => {
  test("R2 neighbours of one role share a turn, with a warning for each", () => {
    const { messages, warned } = repaired([
      userText("a"),
      userText("b"),
      assistant(text("c")),
      assistant(text("d")),
      userText("e"),
    ]);
    expect(messages).toEqual([
      { role: "user", content: [{ text: "a" }, { text: "b" }] },
      { role: "assistant", content: [{ text: "c" }, { text: "d" }] },
      { role: "user", content: [{ text: "e" }] },
    ]);
    expect(warned).toEqual(["merged-turns messages[1]", "merged-turns messages[3]"]);
  });

  test("R3 R4 results stand in the order of their calls, before the user's words", () => {
    const { messages, warned } = repaired(
      [
        userText("q"),
        assistant(call("a"), call("b")),
        userText("wait"),
        result("b"),
        result("a", { kind: "text", text: "A" }),
      ],
      { tools },
    );
    expect(messages[2]?.content).toEqual([
      { toolResult: { toolUseId: "a", content: [{ text: "A" }] } },
      { toolResult: { toolUseId: "b", content: [{ text: "" }] } },
      { text: "wait" },
    ]);
    expect(warned).toEqual([
      "results-reordered messages[3]",
      "results-reordered messages[2]",
      "merged-turns messages[2]",
    ]);
  });

  test("R14 copies of a call and of its result are sent once, with warnings", () => {
    const { messages, warned } = repaired([userText("q"), assistant(call("a"), call("a")), result("a"), result("a")], {
      tools,
    });
    expect(messages[1]?.content).toHaveLength(1);
    expect(messages[2]?.content).toHaveLength(1);
    expect(warned).toEqual(["duplicate-tool-call messages[1].parts[1]", "duplicate-tool-result messages[3]"]);
  });

  test("R14 an id that a later turn uses again is aliased there, and its result follows it", () => {
    const { messages, aliases } = repaired(
      [userText("q"), assistant(call("call_0")), result("call_0"), assistant(call("call_0")), result("call_0")],
      { tools },
    );
    const [alias] = [...aliases.toolCallIds.keys()];
    expect(messages[1]?.content).toMatchObject([{ toolUse: { toolUseId: "call_0" } }]);
    expect(messages[3]?.content).toMatchObject([{ toolUse: { toolUseId: alias } }]);
    expect(messages[4]?.content).toMatchObject([{ toolResult: { toolUseId: alias } }]);
    expect([...aliases.toolCallIds.values()]).toEqual(["call_0"]);
  });

  test.each<[string, readonly Message[], string]>([
    [
      "R15 a call without a result",
      [userText("q"), assistant(text("x"), call("a")), userText("no")],
      "messages[1].parts[1]",
    ],
    ["R15 a call at the end", [userText("q"), assistant(call("a"))], "messages[1].parts[0]"],
    ["R15 a result without a call", [userText("q"), result("zz")], "messages[1].toolCallId"],
    ["R15 a result without an id", [userText("q"), assistant(call("a")), result(null)], "messages[2].toolCallId"],
    [
      "R14 two different calls under one id",
      [userText("q"), assistant(call("a"), call("a", '{"x":1}')), result("a")],
      "messages[1].parts[1].id",
    ],
    ["a call without an id", [userText("q"), assistant(call(null))], "messages[1].parts[0].id"],
    [
      "a call without a name",
      [userText("q"), assistant(call("a", "{}", null)), result("a")],
      "messages[1].parts[0].name",
    ],
    ["no message at all", [], "messages"],
    ["R11 a blank message of the user", [userText("q"), assistant(text("x")), userText(" \n")], "messages[2].parts"],
  ])("%s is refused by its field", (_, messages, field) => {
    expect(refusedField(messages, { tools })).toBe(field);
  });

  test("R9 R10 blank text is dropped, and an assistant's message that becomes empty with it", () => {
    const { messages, warned } = repaired(
      [
        userText("q"),
        assistant(text(""), call("a"), text(" ")),
        result("a", { kind: "text", text: "" }),
        assistant(text("")),
        userText("go on"),
      ],
      { tools },
    );
    expect(messages).toEqual([
      { role: "user", content: [{ text: "q" }] },
      { role: "assistant", content: [{ toolUse: { toolUseId: "a", name: "get_weather", input: {} } }] },
      { role: "user", content: [{ toolResult: { toolUseId: "a", content: [{ text: "" }] } }, { text: "go on" }] },
    ]);
    expect(warned).toEqual([
      "blank-text-dropped messages[1].parts[0]",
      "blank-text-dropped messages[1].parts[2]",
      "blank-text-dropped messages[3].parts[0]",
      "message-dropped messages[3]",
      "merged-turns messages[4]",
    ]);
  });

  test.each([
    ["no part", [], []],
    ["an empty text", [{ kind: "text", text: "" }], []],
    ["white space", [{ kind: "text", text: " " }], ["blank-text-dropped messages[2].parts[0]"]],
  ] as const)("R6 a result of %s is an empty text, which more models take than an empty list", (_, parts, warned) => {
    const done = repaired([userText("q"), assistant(call("a")), result("a", ...parts)], { tools });
    expect(done.messages[2]?.content).toEqual([{ toolResult: { toolUseId: "a", content: [{ text: "" }] } }]);
    expect(done.warned).toEqual(warned);
  });

  test("R6 an empty result is the JSON {} where its status is error", () => {
    const failed: Message = { ...result("a"), status: "error" };
    const { messages } = repaired(
      [userText("q"), assistant(call("a")), failed],
      { tools },
      converseTarget("converse", { toolResultStatus: true }),
    );
    expect(messages[2]?.content).toEqual([
      { toolResult: { toolUseId: "a", content: [{ json: {} }], status: "error" } },
    ]);
  });

  test.each([
    [true, { status: "error" }, []],
    [false, {}, ["dropped messages[2].status"]],
    [null, {}, ["dropped messages[2].status"]],
  ] as const)(
    "R5 the status goes out only where the quirk says that the model takes it (%s)",
    (toolResultStatus, status, warned) => {
      const failed: Message = { ...result("a", { kind: "text", text: "boom" }), status: "error" };
      const done = repaired(
        [userText("q"), assistant(call("a")), failed],
        { tools },
        converseTarget("converse", { toolResultStatus }),
      );
      expect(done.messages[2]?.content).toEqual([
        { toolResult: { toolUseId: "a", content: [{ text: "boom" }], ...status } },
      ]);
      expect(done.warned).toEqual(warned);
    },
  );

  test("a conversation that starts with the assistant is sent, with a warning", () => {
    const { messages, warned } = repaired([assistant(text("x")), userText("q")]);
    expect(messages.map(({ role }) => role)).toEqual(["assistant", "user"]);
    expect(warned).toEqual(["starts-with-assistant messages[0]"]);
  });

  test("R32 reasoning comes first, then text, then calls; signatures stay", () => {
    const reasoning: AssistantPart = {
      kind: "reasoning",
      text: "t",
      signature: "s",
      redacted: null,
      details: null,
      field: null,
    };
    const { messages, warned } = repaired([userText("q"), assistant(call("a"), text("x"), reasoning), result("a")], {
      tools,
    });
    expect(messages[1]?.content).toMatchObject([
      { reasoningContent: { reasoningText: { signature: "s" } } },
      { text: "x" },
      { toolUse: {} },
    ]);
    expect(warned).toEqual(["parts-reordered messages[1].parts"]);
  });

  test("R32 unsigned reasoning is left out where the target does not take it back", () => {
    const reasoning: AssistantPart = {
      kind: "reasoning",
      text: "t",
      signature: null,
      redacted: null,
      details: null,
      field: null,
    };
    const target = converseTarget("converse", { reasoningReplay: "drop" });
    const { messages, warned } = repaired([userText("q"), assistant(reasoning, text("x")), userText("y")], {}, target);
    expect(messages[1]?.content).toEqual([{ text: "x" }]);
    expect(warned).toEqual(["reasoning-dropped messages[1].parts[0]"]);
  });

  test("R38 a prefill is sent with a warning and without the white space at its end", () => {
    const { messages, warned } = repaired([userText("q"), assistant(text("So: "))]);
    expect(messages[1]?.content).toEqual([{ text: "So:" }]);
    expect(warned).toEqual(["prefill messages[1]", "prefill-trimmed messages[1].parts[0]"]);
  });

  test.each([
    ["", { toolUse: { input: {} } }, ["arguments-empty messages[1].parts[0].argumentsText"]],
    [
      "{x",
      { toolUse: { input: { invalid_arguments: "{x" } } },
      ["arguments-wrapped messages[1].parts[0].argumentsText"],
    ],
    [
      "[1]",
      { toolUse: { input: { invalid_arguments: "[1]" } } },
      ["arguments-wrapped messages[1].parts[0].argumentsText"],
    ],
  ] as const)("R12 arguments %j never end a conversation", (argumentsText, block, warned) => {
    const done = repaired([userText("q"), assistant(call("a", argumentsText)), result("a")], { tools });
    expect(done.messages[1]?.content).toMatchObject([block]);
    expect(done.warned).toEqual(warned);
  });

  test("R35 the last four cache points stay", () => {
    const point = { kind: "cache-point", ttl: null } as const;
    const { messages, warned } = repaired([user(text("a"), point, text("b"), point, point, point, point)]);
    expect(messages[0]?.content.filter((block) => "cachePoint" in block)).toHaveLength(4);
    expect(messages[0]?.content[1]).toEqual({ text: "b" });
    expect(warned).toEqual(["cache-point-dropped messages[0].parts[1]"]);
  });
});
