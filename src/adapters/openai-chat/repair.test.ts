import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { plainTarget } from "../../../test/support/plain-values.js";
import type { AssistantPart, Message } from "../../chat/message.js";
import { type ChatRequest, plainRequest } from "../../chat/request.js";
import type { Quirks, Target } from "../../chat/target.js";
import { noQuirks } from "../../chat/unset.js";
import { encode } from "./encode.js";

const nine = "[a-zA-Z0-9]{9}";

function repaired(request: ChatRequest, quirks: Partial<Quirks> = {}) {
  const target: Target = plainTarget({ baseUrl: "http://127.0.0.1", quirks: { ...noQuirks, ...quirks } });
  return encode(request, { target, policy: "repair" });
}

function sent(request: ChatRequest, quirks: Partial<Quirks> = {}) {
  const encoded = repaired(request, quirks);
  if (encoded.kind !== "encoded") throw new Error(`refused ${encoded.field}: ${encoded.message}`);
  return { ...encoded, ids: encoded.warnings.map(({ id }) => id) };
}

const user: Message = { role: "user", parts: [{ kind: "text", text: "Hi" }], name: null };
const assistant = (...parts: readonly AssistantPart[]): Message => ({ role: "assistant", parts, name: null });
const call = (id: string | null, argumentsText: string | null = "{}", name = "f"): AssistantPart => ({
  kind: "tool-call",
  id,
  name,
  argumentsText,
});
const result = (toolCallId: string | null): Message => ({
  role: "tool",
  toolCallId,
  toolName: null,
  parts: [{ kind: "text", text: "r" }],
  status: null,
});
const chat = (...messages: readonly Message[]) => plainRequest("m", messages);

describe("repair", () => {
  test("leaves a sound request alone, without a warning or an alias", () => {
    const encoded = sent(chat(user, assistant(call("functions.f:0")), result("functions.f:0")));
    expect([encoded.warnings, encoded.aliases.toolCallIds.size, encoded.aliases.toolNames.size]).toEqual([[], 0, 0]);
    expect(encoded.body["messages"]).toMatchObject([
      {},
      { tool_calls: [{ id: "functions.f:0" }] },
      { tool_call_id: "functions.f:0" },
    ]);
  });

  test("R13 gives ids that begin alike different aliases of the shape that the service takes", () => {
    const ids = ["tooluse_AB1", "tooluse_AB2", "functions.f:0"];
    const encoded = sent(chat(user, assistant(...ids.map((id) => call(id))), ...ids.map(result)), {
      toolCallIdPattern: nine,
    });
    const aliases = [...encoded.aliases.toolCallIds];
    expect(aliases.map(([, id]) => id)).toEqual(ids);
    expect(new Set(aliases.map(([alias]) => alias)).size).toBe(3);
    for (const [alias] of aliases) expect(alias).toMatch(/^[a-zA-Z0-9]{9}$/);
    expect(encoded.body["messages"]).toMatchObject([
      {},
      { tool_calls: aliases.map(([id]) => ({ id })) },
      ...aliases.map(([alias]) => ({ tool_call_id: alias })),
    ]);
    expect(encoded.ids).toEqual(["tool-call-id-aliased", "tool-call-id-aliased", "tool-call-id-aliased"]);
  });

  test("R13 gives an id the same alias in every turn", () => {
    const first = sent(chat(user, assistant(call("tooluse_A")), result("tooluse_A")), { toolCallIdPattern: nine });
    const later = sent(
      chat(user, assistant(call("tooluse_A")), result("tooluse_A"), assistant(call("tooluse_B")), result("tooluse_B")),
      { toolCallIdPattern: nine },
    );
    expect([...later.aliases.toolCallIds].slice(0, 1)).toEqual([...first.aliases.toolCallIds]);
  });

  test("R13 leaves an id of the right shape alone, and never takes it as an alias", () => {
    const ids = fc.uniqueArray(fc.oneof(fc.string(), fc.stringMatching(/^[a-zA-Z0-9]{9}$/)), {
      minLength: 1,
      maxLength: 8,
    });
    fc.assert(
      fc.property(ids, (given) => {
        const encoded = sent(chat(user, assistant(...given.map((id) => call(id))), ...given.map(result)), {
          toolCallIdPattern: nine,
        });
        const back = (id: unknown) => encoded.aliases.toolCallIds.get(String(id)) ?? id;
        const [, asked] = JSON.parse(JSON.stringify(encoded.body["messages"]));
        const wire: readonly string[] = asked.tool_calls.map((one: { id: string }) => one.id);
        expect(new Set(wire).size).toBe(given.length);
        expect(wire.map(back)).toEqual(given);
        for (const id of wire) expect(id).toMatch(/^[a-zA-Z0-9]{9}$/);
      }),
      { numRuns: 200 },
    );
  });

  test("R13 refuses, naming the field, where no alias of ours has the shape", () => {
    expect(repaired(chat(user, assistant(call("x")), result("x")), { toolCallIdPattern: "[0-9]{3}" })).toMatchObject({
      kind: "refused",
      field: "messages[1].parts[0].id",
    });
  });

  test("R14 sends a call that stands twice once, and one result of it", () => {
    const encoded = sent(chat(user, assistant(call("a"), call("a")), result("a"), result("a")));
    expect(encoded.body["messages"]).toMatchObject([{}, { tool_calls: [{ id: "a" }] }, { tool_call_id: "a" }]);
    expect(encoded.ids).toEqual(["call-repeated", "result-repeated"]);
  });

  test("R19 aliases a tool name everywhere, so that two that look alike stay two", () => {
    const tools = ["get weather", "get.weather"].map((name) => ({
      name,
      description: null,
      parameters: null,
      strict: null,
    }));
    const request = { ...chat(user, assistant(call("a", "{}", "get weather")), result("a")), tools };
    const encoded = sent({ ...request, toolChoice: { kind: "tool", name: "get weather" } });
    const [first, second] = [...encoded.aliases.toolNames];
    expect([first?.[1], second?.[1]]).toEqual(["get weather", "get.weather"]);
    expect(first?.[0]).not.toBe(second?.[0]);
    expect(first?.[0]).toMatch(/^get_weather_[a-zA-Z0-9]{8}$/);
    expect(encoded.body).toMatchObject({
      tools: [{ function: { name: first?.[0] } }, { function: { name: second?.[0] } }],
      tool_choice: { function: { name: first?.[0] } },
      messages: [{}, { tool_calls: [{ function: { name: first?.[0] } }] }, {}],
    });
  });

  test("R10 leaves out an assistant message that says nothing, also one of blank text", () => {
    const encoded = sent(chat(user, assistant(), assistant({ kind: "text", text: " \n" }), user));
    expect(encoded.body["messages"]).toHaveLength(2);
    expect(encoded.ids).toEqual(["message-omitted", "blank-text-omitted", "message-omitted"]);
  });

  test("R12 sends {} for arguments that are absent or empty, and leaves other text alone", () => {
    const encoded = sent(
      chat(user, assistant(call("a", ""), call("b", null), call("c", "{bad")), result("a"), result("b"), result("c")),
    );
    expect(encoded.body["messages"]).toMatchObject([
      {},
      {
        tool_calls: [
          { function: { arguments: "{}" } },
          { function: { arguments: "{}" } },
          { function: { arguments: "{bad" } },
        ],
      },
      {},
      {},
      {},
    ]);
    expect(encoded.ids).toEqual(["arguments-filled", "arguments-filled"]);
  });

  test("R25, R26 and R40 mend settings that the API refuses", () => {
    const request = { ...chat(user), temperature: 3, topP: -1, tools: [], toolChoice: { kind: "auto" } } as const;
    const encoded = sent(request, { temperatureOrTopP: true });
    expect(encoded.body).toEqual({ model: "m", messages: [{ role: "user", content: "Hi" }], temperature: 2 });
    expect(encoded.ids.toSorted()).toEqual([
      "setting-clamped",
      "setting-clamped",
      "setting-dropped",
      "tool-choice-omitted",
      "tools-omitted",
    ]);
  });

  test.each([
    [
      "R11 blank user text",
      chat({ role: "user", parts: [{ kind: "text", text: " " }], name: null }),
      "messages[0].parts",
    ],
    ["R15 a result without its call", chat(user, result("a")), "messages[1].toolCallId"],
    [
      "R15 a result after the turn of its call",
      chat(user, assistant(call("a")), result("a"), user, result("a")),
      "messages[4].toolCallId",
    ],
    ["R15 a call without its result", chat(user, assistant(call("a"), call("b")), result("a"), user), "messages[1]"],
    ["R15 a call at the end", chat(user, assistant(call("a"))), "messages[1]"],
    ["a result without an id", chat(user, assistant(call("a")), result(null)), "messages[2].toolCallId"],
    ["a call without an id", chat(user, assistant(call(null))), "messages[1].parts[0].id"],
    [
      "R14 two different calls of one id",
      chat(user, assistant(call("a", "1"), call("a", "2"))),
      "messages[1].parts[1].id",
    ],
  ])("refuses %s, naming the field", (_, request, field) => {
    expect(repaired(request)).toMatchObject({ kind: "refused", field });
  });
});
