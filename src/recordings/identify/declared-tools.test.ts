import { describe, expect, test } from "vitest";
import type { JsonValue } from "../../chat/json.js";
import type { Message } from "../../chat/message.js";
import { type ChatRequest, plainRequest, type Tool } from "../../chat/request.js";
import { withDeclaredTools } from "./declared-tools.js";

const tool = (name: string): Tool => ({ name, description: null, parameters: null, strict: null });
const request = (change: Partial<ChatRequest>): ChatRequest => ({ ...plainRequest("m", []), ...change });
const namesOf = (change: Partial<ChatRequest>) => withDeclaredTools(request(change)).tools?.map(({ name }) => name);
const history = (...raw: readonly JsonValue[]): readonly Message[] => [
  { role: "assistant", parts: raw.map((one) => ({ kind: "other", raw: one })), name: null },
];

describe("the functions that a request declares", () => {
  test("are those of its tools, where nothing else declares one", () => {
    const plain = request({ tools: [tool("a")] });
    expect(withDeclaredTools(plain)).toBe(plain);
    expect(withDeclaredTools(request({})).tools).toBeNull();
  });

  test("are those of a list that is kept whole, in the form of Chat Completions and of Responses", () => {
    const tools = [
      { function: { name: "a", description: "d", parameters: { type: "object" }, strict: true } },
      { type: "function", name: "b", parameters: { type: "object" }, defer_loading: true },
      { type: "web_search" },
      { type: "function" },
      7,
    ];
    expect(withDeclaredTools(request({ extra: { tools } })).tools).toEqual([
      { name: "a", description: "d", parameters: { type: "object" }, strict: true },
      { name: "b", description: null, parameters: { type: "object" }, strict: null },
    ]);
    expect(namesOf({ extra: { tools: [{ type: "web_search" }] } })).toEqual([]);
  });

  test("are read once, where the request has the tools that it could read", () => {
    const tools = [{ type: "function", name: "a", function: { name: "a", parameters: {} } }, { type: "web_search" }];
    expect(withDeclaredTools(request({ tools: [tool("a")], extra: { tools } })).tools).toEqual([tool("a")]);
  });

  test("are those of a namespace too", () => {
    const tools = [{ type: "namespace", name: "crm", tools: [{ type: "function", name: "find" }] }];
    expect(namesOf({ tools: [tool("a")], extra: { tools } })).toEqual(["a", "find"]);
    expect(namesOf({ extra: { tools } })).toEqual(["find"]);
  });

  test("are those that an item of the history brings", () => {
    const added = { type: "additional_tools", tools: [{ type: "function", name: "b" }] };
    const found = {
      type: "tool_search_output",
      tools: [
        { type: "function", name: "c" },
        { type: "function", name: "a" },
      ],
    };
    expect(namesOf({ tools: [tool("a")], messages: history(added, found, { tools: "none" }, 3) })).toEqual([
      "a",
      "b",
      "c",
    ]);
  });
});
