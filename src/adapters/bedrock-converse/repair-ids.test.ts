import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { refusedField, repaired, type WireMessage } from "../../../test/support/converse-encode.js";
import { assistant, call, result, userText, weather } from "../../../test/support/converse-messages.js";
import { answering, converseTarget, eventFrame, join, question, replyBy } from "../../../test/support/converse-wire.js";
import { toolCallsOf } from "../../chat/read-reply.js";
import { type ChatRequest, plainRequest, type Tool } from "../../chat/request.js";
import { encode } from "./encode.js";

const tools = [weather];

describe("ids and names", () => {
  const native = "functions.get_weather:0";

  test("R13 ids that the service takes stay, also Kimi's; others are aliased and told apart", () => {
    const long = "x".repeat(65);
    const ids = [native, "call|x y", long, "call|x_y"];
    const done = repaired([userText("q"), assistant(...ids.map((id) => call(id))), ...ids.map((id) => result(id))], {
      tools,
    });
    const sent = sentIds(done.messages[1]);
    expect(sent[0]).toBe(native);
    for (const id of sent) expect(id).toMatch(/^[a-zA-Z0-9_.:-]{1,64}$/);
    expect(new Set(sent).size).toBe(4);
    expect(sent.slice(1).map((id) => done.aliases.toolCallIds.get(id))).toEqual(ids.slice(1));
  });

  test.each([
    ["[a-zA-Z0-9]{9}", ["tooluse_AB1", "tooluse_AB2"]],
    ["functions\\.[a-zA-Z0-9_-]+:\\d+", ["tooluse_AB1", "call_abc0"]],
    ["tool_[a-z]{40}", null],
  ] as const)("R13 for a model that wants %s, ids never collide", (toolCallIdPattern, ids) => {
    const target = converseTarget("converse", { toolCallIdPattern });
    const wanted = ids ?? ["a"];
    const messages = [userText("q"), assistant(...wanted.map((id) => call(id))), ...wanted.map((id) => result(id))];
    if (ids === null) return expect(refusedField(messages, { tools }, target)).toBe("messages[1].parts[0].id");
    const { aliases } = repaired(messages, { tools }, target);
    expect([...aliases.toolCallIds.values()]).toEqual([...ids]);
    for (const alias of aliases.toolCallIds.keys()) expect(alias).toMatch(new RegExp(`^${toolCallIdPattern}$`));
  });

  test("R13 any ids whatever get distinct legal ids that lead back to them", () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.string({ minLength: 1, maxLength: 70 }), { minLength: 1, maxLength: 12 }),
        (ids) => {
          const done = repaired(
            [userText("q"), assistant(...ids.map((id) => call(id))), ...ids.map((id) => result(id))],
            {
              tools,
            },
          );
          const sent = sentIds(done.messages[1]);
          expect(sent.map((id) => done.aliases.toolCallIds.get(id) ?? id)).toEqual(ids);
          expect(new Set(sent).size).toBe(ids.length);
          for (const id of sent) expect(id).toMatch(/^[a-zA-Z0-9_.:-]{1,64}$/);
        },
      ),
    );
  });

  test("R19 names are aliased without a collision, in tools, choice and history, and back in the reply", async () => {
    const named = (name: string): Tool => ({ ...weather, name });
    const request: ChatRequest = {
      ...plainRequest("m", [userText("q"), assistant(call("a", "{}", "get x")), result("a")]),
      tools: [named("get x"), named("get_x"), named("get/x")],
      toolChoice: { kind: "tool", name: "get/x" },
    };
    const done = encode(request, { target: converseTarget(), policy: "repair" });
    if (done.kind === "refused") throw new Error(done.message);
    expect([...done.aliases.toolNames]).toEqual([
      ["get_x_2", "get x"],
      ["get_x_3", "get/x"],
    ]);
    expect(done.body["toolConfig"]).toMatchObject({
      tools: [{ toolSpec: { name: "get_x_2" } }, { toolSpec: { name: "get_x" } }, { toolSpec: { name: "get_x_3" } }],
      toolChoice: { tool: { name: "get_x_3" } },
    });
    const bytes = join(
      eventFrame("contentBlockStart", {
        contentBlockIndex: 0,
        start: { toolUse: { name: "get_x_3", toolUseId: "t" } },
      }),
      eventFrame("messageStop", { stopReason: "tool_use" }),
    );
    for (const client of ["sdk", "http"] as const) {
      const reply = await replyBy(client, answering({ bytes }), { request, policy: "repair" });
      expect(toolCallsOf(reply).map(({ name }) => name)).toEqual(["get/x"]);
    }
  });

  test("a second tool under one name is refused", () => {
    expect(refusedField(question.messages, { tools: [weather, weather] })).toBe("tools[1].name");
  });
});

function sentIds(message: WireMessage | undefined): readonly string[] {
  const blocks = (message?.content ?? []) as unknown as readonly { readonly toolUse: { readonly toolUseId: string } }[];
  return blocks.map(({ toolUse }) => toolUse.toolUseId);
}
