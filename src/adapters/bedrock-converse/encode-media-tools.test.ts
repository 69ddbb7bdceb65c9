import { describe, expect, test } from "vitest";
import { faithful } from "../../../test/support/converse-encode.js";
import { assistant, call, result, user, userText, weather } from "../../../test/support/converse-messages.js";
import { question } from "../../../test/support/converse-wire.js";

describe("media, faithfully", () => {
  test.each([
    ["image/jpg", "jpeg", []],
    ["image/gif", "gif", []],
    ["IMAGE/PNG; x=y", "png", []],
    ["image/bmp", "bmp", ["media-type-unlisted messages[0].parts[0]"]],
  ] as const)("R30 %s is %s", (mediaType, format, warnings) => {
    const encoded = faithful([user({ kind: "image", source: { kind: "bytes", mediaType, base64: "AAEC" } })]);
    expect(encoded.body["messages"]).toEqual([
      { role: "user", content: [{ image: { format, source: { bytes: "AAEC" } } }] },
    ]);
    expect(encoded.warnings).toEqual(warnings);
  });

  test("R29 a linked image cannot be carried, which is a warning; an s3 link can", () => {
    const { body, warnings } = faithful([
      user({ kind: "image", source: { kind: "url", url: "https://x.test/a.png" } }, { kind: "text", text: "?" }),
      user({ kind: "image", source: { kind: "url", url: "s3://b/a.jpg" } }),
    ]);
    expect(body["messages"]).toEqual([
      { role: "user", content: [{ text: "?" }] },
      { role: "user", content: [{ image: { format: "jpeg", source: { s3Location: { uri: "s3://b/a.jpg" } } } }] },
    ]);
    expect(warnings).toEqual(["url-not-carried messages[0].parts[0]"]);
  });

  test("R31 R8 documents keep their names as given, also inside a tool result", () => {
    const document = {
      kind: "document",
      name: "a_b.pdf",
      source: { kind: "bytes", mediaType: "application/pdf", base64: "AA==" },
    } as const;
    const { body } = faithful([user(document), result("a", document)], { tools: [weather] });
    const block = { document: { format: "pdf", name: "a_b.pdf", source: { bytes: "AA==" } } };
    expect(body["messages"]).toEqual([
      { role: "user", content: [block] },
      { role: "user", content: [{ toolResult: { toolUseId: "a", content: [block] } }] },
    ]);
  });
});

describe("tools, faithfully", () => {
  test("R19 R20 R21 R22 names, empty descriptions, missing and odd schemas go out as they are", () => {
    const odd = { $defs: { a: { $ref: "#/$defs/a" } }, anyOf: [{ type: "null" }] };
    const { body, warnings } = faithful(question.messages, {
      tools: [
        { name: "get weather!", description: "", parameters: odd, strict: true },
        { name: "bare", description: null, parameters: null, strict: null },
      ],
    });
    expect(body["toolConfig"]).toEqual({
      tools: [
        { toolSpec: { name: "get weather!", description: "", inputSchema: { json: odd }, strict: true } },
        { toolSpec: { name: "bare" } },
      ],
    });
    expect(warnings).toEqual(["tool-parameters-missing tools[1].parameters"]);
  });

  test.each([
    [{ kind: "auto" }, { auto: {} }],
    [{ kind: "required" }, { any: {} }],
    [{ kind: "tool", name: "get_weather" }, { tool: { name: "get_weather" } }],
  ] as const)("R17 the choice %j is %j", (toolChoice, sent) => {
    const { body, warnings } = faithful(question.messages, { tools: [weather], toolChoice });
    expect(body["toolConfig"]).toMatchObject({ toolChoice: sent });
    expect(warnings).toEqual([]);
  });

  test("R18 a choice of none is not said, the tools stay offered, and both are a warning", () => {
    const { body, warnings } = faithful(question.messages, { tools: [weather], toolChoice: { kind: "none" } });
    expect(Object.keys(body["toolConfig"] as object)).toEqual(["tools"]);
    expect(warnings).toEqual(["tool-choice-none toolChoice"]);
  });

  test("R16 a history with tool blocks and no tools goes out without toolConfig, with a warning", () => {
    const { body, warnings } = faithful([userText("q"), assistant(call("a")), result("a")]);
    expect(body["toolConfig"]).toBeUndefined();
    expect(warnings).toEqual(["tool-config-missing tools"]);
  });

  test("R40 an empty list of tools is sent as an empty list", () => {
    expect(faithful(question.messages, { tools: [] }).body["toolConfig"]).toEqual({ tools: [] });
  });
});
