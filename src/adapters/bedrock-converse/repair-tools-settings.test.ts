import { describe, expect, test } from "vitest";
import { able, refusedField, repaired } from "../../../test/support/converse-encode.js";
import { assistant, call, result, text, user, userText, weather } from "../../../test/support/converse-messages.js";
import { answering, converseTarget, question, replyBy } from "../../../test/support/converse-wire.js";
import type { UserPart } from "../../chat/message.js";
import { plainRequest, type Tool } from "../../chat/request.js";

const tools = [weather];

describe("tools", () => {
  const history = [userText("q"), assistant(call("a")), result("a")];

  test("R16 tools that the history needs are rebuilt from it", () => {
    const { body, warned } = repaired(history);
    expect(body["toolConfig"]).toEqual({
      tools: [{ toolSpec: { name: "get_weather", inputSchema: { json: { type: "object", properties: {} } } } }],
    });
    expect(warned).toEqual(["tools-rebuilt messages[1]"]);
  });

  test("R18 with a choice of none the tools are not offered, unless the history needs them", () => {
    const none = { tools, toolChoice: { kind: "none" } } as const;
    expect(repaired(question.messages, none).body["toolConfig"]).toBeUndefined();
    expect(repaired(question.messages, none).warned).toEqual(["tool-choice-none tools"]);
    expect(Object.keys(repaired(history, none).body["toolConfig"] as object)).toEqual(["tools"]);
    expect(repaired(history, none).warned).toEqual(["tool-choice-none toolChoice"]);
  });

  test("R17 a choice that the model does not take is left out with a warning", () => {
    const done = repaired(
      question.messages,
      { tools, toolChoice: { kind: "required" } },
      able({ toolChoice: ["auto"] }),
    );
    expect(Object.keys(done.body["toolConfig"] as object)).toEqual(["tools"]);
    expect(done.warned).toEqual(["dropped toolChoice"]);
  });

  test("R20 R21 an empty description is omitted, a missing schema is an object without properties", () => {
    const bare: Tool = { name: "f", description: "", parameters: null, strict: null };
    expect(repaired(question.messages, { tools: [bare] }).body["toolConfig"]).toEqual({
      tools: [{ toolSpec: { name: "f", inputSchema: { json: { type: "object", properties: {} } } } }],
    });
  });

  test("R40 tools are refused, never dropped, where the model takes none", () => {
    expect(refusedField(question.messages, { tools }, able({ tools: false }))).toBe("tools");
    expect(refusedField(history, {}, able({ tools: false }))).toBe("messages[1]");
  });

  test("S21 tools are refused on a stream where the model takes them only without streaming", () => {
    expect(refusedField(question.messages, { tools }, able({ streamingTools: false }))).toBe("tools");
    expect(
      repaired(question.messages, { tools }, able({ streamingTools: false }, converseTarget("converse"))).warned,
    ).toEqual([]);
  });

  test("an empty list of tools is not sent, with a warning", () => {
    const done = repaired(question.messages, { tools: [] });
    expect([done.body["toolConfig"], done.warned]).toEqual([undefined, ["dropped tools"]]);
  });
});

describe("settings", () => {
  test("R25 temperature and topP are clamped to 0..1 with warnings", () => {
    const done = repaired(question.messages, { temperature: 1.5, topP: -1 });
    expect(done.body["inferenceConfig"]).toEqual({ temperature: 1, topP: 0 });
    expect(done.warned).toEqual(["clamped temperature", "clamped topP"]);
  });

  test("R26 topP is dropped beside a temperature where the quirk says so", () => {
    const target = converseTarget("converse", { temperatureOrTopP: true });
    const done = repaired(question.messages, { temperature: 0, topP: 0.5 }, target);
    expect(done.body["inferenceConfig"]).toEqual({ temperature: 0 });
    expect(done.warned).toEqual(["dropped topP"]);
  });

  test("R27 empty stop sequences are dropped, all of them where the model takes none, and 2501 are refused", () => {
    expect(repaired(question.messages, { stopSequences: ["", "a"] }).body["inferenceConfig"]).toEqual({
      stopSequences: ["a"],
    });
    expect(repaired(question.messages, { stopSequences: [""] }).body["inferenceConfig"]).toBeUndefined();
    expect(repaired(question.messages, { stopSequences: ["a"] }, able({ stopSequences: false })).warned).toEqual([
      "dropped stopSequences",
    ]);
    expect(refusedField(question.messages, { stopSequences: Array.from({ length: 2501 }, String) })).toBe(
      "stopSequences",
    );
  });

  test("R24 the token limit is kept within the model's, and refused below 1", () => {
    const done = repaired(question.messages, { maxOutputTokens: 20_000 }, able({ maxOutputTokens: 16_000 }));
    expect(done.body["inferenceConfig"]).toEqual({ maxTokens: 16_000 });
    expect(done.warned).toEqual(["clamped maxOutputTokens"]);
    expect(refusedField(question.messages, { maxOutputTokens: 0 })).toBe("maxOutputTokens");
  });

  test("R33 Claude's reasoning budget is at least 1024", () => {
    const target = converseTarget("converse", { reasoningDialect: "claude-thinking" });
    const reasoning = { mode: "on", effort: null, budgetTokens: 10 } as const;
    const done = repaired(question.messages, { reasoning }, target);
    expect(done.body["additionalModelRequestFields"]).toEqual({ thinking: { type: "enabled", budget_tokens: 1024 } });
    expect(done.warned).toEqual(["clamped reasoning.budgetTokens"]);
  });
});

describe("media", () => {
  const document = (name: string | null): UserPart => ({
    kind: "document",
    name,
    source: { kind: "bytes", mediaType: "application/pdf", base64: "AA==" },
  });
  const image = (mediaType: string, base64 = "AA=="): UserPart => ({
    kind: "image",
    source: { kind: "bytes", mediaType, base64 },
  });

  test("R31 documents get legal names, each once, and a text beside them", () => {
    const { messages, warned } = repaired([
      user(document("my  file_v2.pdf"), document("my file v2 pdf"), document(null)),
    ]);
    expect(messages[0]?.content).toMatchObject([
      { document: { name: "my file v2 pdf" } },
      { document: { name: "my file v2 pdf (2)" } },
      { document: { name: "document" } },
      { text: "Attached: my file v2 pdf, my file v2 pdf (2), document" },
    ]);
    expect(warned).toEqual([
      "document-renamed messages[0].parts[0].name",
      "document-renamed messages[0].parts[1].name",
      "document-renamed messages[0].parts[2].name",
      "text-added messages[0].parts",
    ]);
  });

  test.each<[string, readonly UserPart[], string]>([
    [
      "R29 an image by link",
      [text("?"), { kind: "image", source: { kind: "url", url: "https://x.test/a.png" } }],
      "messages[0].parts[1]",
    ],
    ["R30 an image of a type that Converse has no word for", [image("image/bmp")], "messages[0].parts[0]"],
    ["a sixth document", Array.from({ length: 6 }, () => document("d")), "messages[0].parts[5]"],
    ["a 21st image", Array.from({ length: 21 }, () => image("image/png")), "messages[0].parts[20]"],
    ["an image above 3.75 MB", [image("image/png", "A".repeat(5_300_000))], "messages[0].parts[0]"],
  ])("%s is refused by its field", (_, parts, field) => {
    expect(refusedField([user(...parts)])).toBe(field);
  });
});

test("a refusal reaches the caller as a local failure that names the field, and nothing is sent", async () => {
  let asked = 0;
  const exchange = answering({ bytes: new Uint8Array() }, () => {
    asked += 1;
  });
  for (const client of ["sdk", "http"] as const) {
    const reply = await replyBy(client, exchange, { policy: "repair", request: plainRequest("m", [userText(" ")]) });
    expect(reply.failure).toMatchObject({ kind: "invalid-request", phase: "local", status: null });
    expect(reply.failure?.message).toMatch(/^messages\[0\]\.parts: /);
  }
  expect(asked).toBe(0);
});

test("R22 any JSON schema goes out unchanged", () => {
  const parameters = {
    $defs: { n: { anyOf: [{ $ref: "#/$defs/n" }, { type: "null" }] } },
    type: "object",
    propertyNames: {},
  };
  const done = repaired(question.messages, { tools: [{ ...weather, parameters }] });
  expect(done.body["toolConfig"]).toMatchObject({ tools: [{ toolSpec: { inputSchema: { json: parameters } } }] });
});

describe("R34 a JSON object without a schema", () => {
  const json = { responseFormat: { kind: "json-object" } } as const;
  const system = (words: string) => ({ role: "system", parts: [text(words)], name: null }) as const;

  test("R34 is asked for by an instruction behind the caller's system text", () => {
    const { body, warned } = repaired([system("Be brief."), userText("q"), system("Be polite.")], json);
    expect(body["system"]).toEqual([
      { text: "Be brief." },
      { text: "Be polite." },
      { text: expect.stringMatching(/^Reply with one JSON object/) },
    ]);
    expect(body).not.toHaveProperty("outputConfig");
    expect(warned).toEqual(["json-instructed responseFormat", "system-moved messages[2]"]);
  });

  test("R34 is the only system text where the caller has none", () => {
    const { body, warned } = repaired([userText("q")], json);
    expect(body["system"]).toEqual([{ text: expect.stringMatching(/^Reply with one JSON object/) }]);
    expect(warned).toEqual(["json-instructed responseFormat"]);
  });
});
