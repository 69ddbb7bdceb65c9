import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { assistant, call, result, text, user, userText, weather } from "../../../test/support/converse-messages.js";
import { faithful, refusedField, repaired, responsesTarget } from "../../../test/support/responses-encode.js";
import type { Message, ReasoningPart } from "../../chat/message.js";

const answered = (id: string): readonly Message[] => [assistant(call(id)), result(id, text("r"))];

describe("repair", () => {
  test("leaves a sound request alone, without a warning or an alias", () => {
    const messages = [userText("q"), ...answered("functions.f:0"), userText("and?")];
    const done = repaired(messages, { tools: [weather] });
    expect(done.body).toEqual(faithful(messages, { tools: [weather] }).body);
    expect([done.warned, done.aliases.toolCallIds.size, done.aliases.toolNames.size]).toEqual([[], 0, 0]);
  });

  test("R13 gives an id that is too long an alias that leads back, the same in every turn", () => {
    const long = `exec_${"x".repeat(80)}`;
    const first = repaired([userText("q"), ...answered(long)]);
    const later = repaired([userText("q"), ...answered(long), userText("and?"), ...answered("short")]);
    const [alias = ""] = [...first.aliases.toolCallIds.keys()];
    expect(alias).toMatch(/^call_[0-9a-zA-Z]{24}$/);
    expect(first.aliases.toolCallIds).toEqual(new Map([[alias, long]]));
    expect(first.input.slice(1).map(({ call_id }) => call_id)).toEqual([alias, alias]);
    expect(later.input.filter(({ call_id }) => call_id !== undefined).map(({ call_id }) => call_id)).toEqual([
      ...[alias, alias],
      ...["short", "short"],
    ]);
    expect(first.warned).toEqual(["tool-call-id-aliased messages[1].parts[0].id"]);
  });

  test("R14 gives an id that a later turn uses again an alias, with its result", () => {
    const { input, aliases, warned } = repaired([userText("q"), ...answered("call_0"), ...answered("call_0")]);
    const ids = input.slice(1).map(({ call_id }) => call_id);
    const [alias = ""] = [...aliases.toolCallIds.keys()];
    expect(ids).toEqual(["call_0", "call_0", alias, alias]);
    expect([alias === "call_0", aliases.toolCallIds.get(alias)]).toEqual([false, "call_0"]);
    expect(warned).toEqual(["tool-call-id-aliased messages[3].parts[0].id"]);
  });

  test("R13 any ids whatever get distinct ids that the API takes and that lead back to them", () => {
    const turns = fc.array(fc.uniqueArray(fc.string({ maxLength: 70 }), { minLength: 1, maxLength: 3 }), {
      minLength: 1,
      maxLength: 4,
    });
    fc.assert(
      fc.property(turns, (ids) => {
        const messages = ids.flatMap((turn) => [
          assistant(...turn.map((id) => call(id))),
          ...turn.map((id) => result(id, text("r"))),
        ]);
        const { input, aliases } = repaired([userText("q"), ...messages]);
        const sent = input.filter(({ type }) => type === "function_call").map(({ call_id }) => String(call_id));
        const results = input.filter(({ type }) => type === "function_call_output").map(({ call_id }) => call_id);
        expect(new Set(sent).size).toBe(sent.length);
        expect(results).toEqual(sent);
        expect(sent.map((id) => aliases.toolCallIds.get(id) ?? id)).toEqual(ids.flat());
        for (const id of sent) expect([...id].length >= 1 && [...id].length <= 64).toBe(true);
      }),
      { numRuns: 200 },
    );
  });

  test("R13 keeps to the target's own pattern, and refuses, naming the field, where no alias has that form", () => {
    const nine = repaired(
      [userText("q"), ...answered("tooluse_A")],
      {},
      responsesTarget({ toolCallIdPattern: "[a-zA-Z0-9]{9}" }),
    );
    expect(nine.input[1]?.["call_id"]).toMatch(/^[a-zA-Z0-9]{9}$/);
    const digits = responsesTarget({ toolCallIdPattern: "[0-9]{3}" });
    expect(refusedField([userText("q"), ...answered("x")], {}, digits)).toBe("messages[1].parts[0].id");
  });

  test("R14 sends a call that stands twice once, and one result of it", () => {
    const twice = [userText("q"), assistant(call("a"), call("a")), result("a", text("r")), result("a", text("s"))];
    const { input, warned } = repaired(twice);
    expect(input).toHaveLength(3);
    expect(warned).toEqual(["call-repeated messages[1].parts[1]", "result-repeated messages[3]"]);
  });

  test("R19 aliases a tool name everywhere", () => {
    const { body, input, aliases } = repaired(
      [userText("q"), assistant(call("a", "{}", "get weather")), result("a", text("r"))],
      {
        tools: [{ ...weather, name: "get weather" }],
        toolChoice: { kind: "tool", name: "get weather" },
      },
    );
    const [alias = ""] = [...aliases.toolNames.keys()];
    expect(alias).toMatch(/^get_weather_[a-zA-Z0-9]{8}$/);
    expect([input[1]?.["name"], body["tool_choice"], body["tools"]]).toMatchObject([
      alias,
      { name: alias },
      [{ name: alias }],
    ]);
  });

  test("R9 and R10 leave out blank text and a turn that says nothing, one of reasoning alone among them", () => {
    const reasoning: ReasoningPart = {
      kind: "reasoning",
      text: null,
      signature: null,
      redacted: null,
      details: [{ type: "reasoning", id: "rs_1", summary: [], encrypted_content: "x" }],
      field: "reasoning-item",
    };
    const { input, warned } = repaired([
      userText("q"),
      assistant(reasoning),
      assistant(text(" "), call("a")),
      result("a", text("")),
    ]);
    expect(input.map(({ type, role }) => type ?? role)).toEqual(["user", "function_call", "function_call_output"]);
    expect(warned).toEqual(["message-omitted messages[1]", "blank-text-omitted messages[2].parts[0]"]);
  });

  test("R12 sends {} for arguments that are absent or empty, and leaves other text alone", () => {
    const turn = [
      assistant(call("a", ""), call("b", null), call("c", "{bad")),
      ...["a", "b", "c"].map((id) => result(id)),
    ];
    const { input, warned } = repaired([userText("q"), ...turn]);
    expect(input.slice(1, 4).map((one) => one["arguments"])).toEqual(["{}", "{}", "{bad"]);
    expect(warned.filter((one) => one.startsWith("arguments"))).toHaveLength(2);
  });

  test("R25, R26 and R40 mend settings that the API refuses", () => {
    const { body, warned } = repaired(
      [userText("q")],
      { temperature: 3, topP: -1, tools: [], toolChoice: { kind: "auto" } },
      responsesTarget({ temperatureOrTopP: true }),
    );
    expect(body).toEqual({
      model: "vendor/m-1",
      input: [{ role: "user", content: "q" }],
      store: false,
      temperature: 2,
    });
    expect(warned).toHaveLength(5);
  });

  test("R35 leaves cache points out, since only newer models take them, and warns", () => {
    const point = { kind: "cache-point", ttl: null } as const;
    expect(repaired([user(text("q"), point)])).toMatchObject({
      input: [{ role: "user", content: "q" }],
      warned: ["cache-point-dropped messages[0].parts[1]"],
    });
  });

  test("R27 refuses stop sequences, and takes one choice and an empty list for what the API does anyway", () => {
    expect(refusedField([userText("q")], { stopSequences: ["END"] })).toBe("stopSequences");
    expect(repaired([userText("q")], { stopSequences: [""], choices: 1 }).warned).toEqual([]);
    expect(repaired([userText("q")], { choices: 2, seed: 1 }).warned).toEqual(["dropped seed", "dropped choices"]);
  });

  test("names a place of the caller's request where messages were left out before it", () => {
    const { warned } = repaired([
      userText("q"),
      assistant(text(" ")),
      assistant(text(" "), { kind: "other", raw: { citationsContent: {} } }, text("a")),
    ]);
    expect(warned).toEqual([
      "blank-text-omitted messages[1].parts[0]",
      "message-omitted messages[1]",
      "blank-text-omitted messages[2].parts[0]",
      "other-part-dropped messages[2].parts[1]",
    ]);
  });

  test.each([
    ["R11 blank user text", [userText(" ")], "messages[0].parts"],
    ["R15 a result without its call", [userText("q"), result("a")], "messages[1].toolCallId"],
    ["R15 a call without its result", [userText("q"), assistant(call("a")), userText("r")], "messages[1]"],
    [
      "R15 a result after another turn",
      [userText("q"), assistant(call("a")), assistant(text("b")), result("a")],
      "messages[1]",
    ],
    ["a result without an id", [userText("q"), assistant(call("a")), result(null)], "messages[2].toolCallId"],
    ["a call without an id", [userText("q"), assistant(call(null))], "messages[1].parts[0].id"],
    ["a call without a name", [userText("q"), assistant(call("a", "{}", null))], "messages[1].parts[0].name"],
    [
      "R14 two different calls of one id",
      [userText("q"), assistant(call("a", "1"), call("a", "2"))],
      "messages[1].parts[1].id",
    ],
  ])("refuses %s, naming the field", (_, messages, field) => {
    expect(refusedField(messages)).toBe(field);
  });
});
