import { expect, test } from "vitest";
import { call, finish, other, reasoning, reply, text, usage } from "../../test/samples/transcripts.js";
import type { JsonValue } from "../chat/json.js";
import type { AssistantPart, ReasoningPart } from "../chat/message.js";
import type { Finish, Reply } from "../chat/reply.js";
import { substanceOf } from "./blank-reply.js";

const refusal = (words: string): AssistantPart => ({ kind: "refusal", text: words });
const thought = (change: Partial<ReasoningPart>): AssistantPart => ({
  ...{ kind: "reasoning", text: null, signature: null, redacted: null, details: null, field: null },
  ...change,
});

/** The kind of a reply, with its cause where it has one. */
function kindOf(parts: readonly AssistantPart[], change: Partial<Reply> = {}): string {
  const substance = substanceOf(reply(parts, { usage: usage(0), ...change }));
  return "cause" in substance ? `${substance.kind} ${substance.cause}` : substance.kind;
}

test.each<[title: string, parts: readonly AssistantPart[], expected: string]>([
  ["text", [text("42")], "shown"],
  ["a call", [call("{}")], "shown"],
  ["a refusal", [refusal("No.")], "refusal"],
  ["a refusal in two parts", [refusal(" "), refusal("No.")], "refusal"],
  ["a blank refusal", [refusal(" ")], "empty silent"],
  ["a refusal beside a call", [refusal("No."), call("{}")], "shown"],
  ["a refusal beside text", [refusal("No."), text("42")], "shown"],
  ["a refusal beside blank text", [refusal("No."), text(" ")], "refusal"],
  ["a thought and text after it", [text("<think>so</think>42")], "shown"],
  ["a thought in the text alone", [text("<think>so</think> ")], "reasoning-only think-tag"],
  ["reasoning", [reasoning("so")], "reasoning-only part"],
  ["blank reasoning", [reasoning(" ")], "empty silent"],
  ["reasoning without text", [reasoning(null)], "empty silent"],
  ["a signature", [thought({ signature: "s" })], "reasoning-only part"],
  ["an empty signature", [thought({ signature: "" })], "empty silent"],
  ["redacted reasoning", [thought({ redacted: "r" })], "reasoning-only part"],
  ["an empty redaction", [thought({ redacted: "" })], "empty silent"],
  ["a detail", [thought({ details: [{}] })], "reasoning-only part"],
  ["no detail", [thought({ details: [] })], "empty silent"],
  ["blank reasoning before a signature", [reasoning(" "), thought({ signature: "s" })], "reasoning-only part"],
  ["reasoning before a thought in the text", [reasoning("so"), text("<think>so</think>")], "reasoning-only part"],
])("%s is %s", (_title, parts, expected) => {
  expect(kindOf(parts)).toBe(expected);
});

test.each<[raw: JsonValue, shows: boolean]>([
  [{ image: { format: "png", source: { bytes: "AA==" } } }, true],
  [{ audio: { id: "a", transcript: "Hi" } }, true],
  [{ images: [{ type: "image_url" }] }, true],
  [{ type: "image_url", image_url: { url: "https://example.org/a.png" } }, true],
  [{ type: "output_audio", data: "AA==" }, true],
  [{ type: "server_tool_use", name: "web_search" }, true],
  [{ toolUse: { name: "web", type: "server_tool_use" } }, true],
  [{ type: "custom", custom: { name: "f", input: "x" } }, true],
  [{ type: "custom_tool_call", call_id: "call_1", name: "sql", input: "SELECT 1" }, true],
  [{ type: "local_shell_call", action: { command: ["ls"] } }, true],
  [{ type: "shell_call_output", output: [{ stdout: "a" }] }, true],
  [{ type: "mcp_approval_request", name: "drop_table" }, true],
  [{ type: "web_search_call" }, false],
  [[{ start: { image: { format: "png" } } }, { delta: { image: { source: "x" } } }], true],
  [{ image: {} }, false],
  [{ type: "image" }, false],
  [{ annotations: [{ type: "url_citation" }] }, false],
])("a part of a known kind that holds %j shows something: %s", (raw, shows) => {
  expect(kindOf([other(raw)])).toBe(shows ? "shown" : "empty silent");
});

test.each<[raw: JsonValue, isUnread: boolean]>([
  ["x", true],
  [0, true],
  [{ a: { b: [null, "x"] } }, true],
  [{ type: "canvas", canvas: "x" }, true],
  [[{ delta: { canvas: "x" } }], true],
  [null, false],
  ["", false],
  [{}, false],
  [[], false],
  [{ a: null, b: " ", c: {}, d: [""] }, false],
])("a part of an unknown kind that holds %j shows nothing, and was not read: %s", (raw, isUnread) => {
  expect(kindOf([other(raw)])).toBe(isUnread ? "empty not-read" : "empty silent");
  expect(kindOf([other(raw), text("42")])).toBe("shown");
});

test.each<[kind: Finish["kind"], expected: string]>([
  ["content-filter", "filtered"],
  ["length", "cut"],
  ["error", "generation-failed"],
  ["tool-calls", "call-announced"],
  ["stop", "empty silent"],
  ["other", "empty silent"],
])("nothing at a finish of %s is %s", (kind, expected) => {
  expect(kindOf([], { finish: finish(kind) })).toBe(expected);
  expect(kindOf([text("42")], { finish: finish(kind) })).toBe("shown");
});

test.each<[output: number | null, reasoned: number | null, expected: string]>([
  [null, null, "empty tokens-unknown"],
  [0, null, "empty silent"],
  [3, null, "empty silent"],
  [4, null, "empty parser-ate-it"],
  [4, 0, "empty parser-ate-it"],
  [4, 1, "reasoning-only hidden"],
  [5, 1, "empty parser-ate-it"],
  [3, 0, "empty silent"],
  [null, 5, "empty tokens-unknown"],
  [1, 5, "reasoning-only hidden"],
])("nothing for %s output tokens, %s of them reasoning, is %s", (output, reasoned, expected) => {
  expect(kindOf([], { usage: usage(output, reasoned) })).toBe(expected);
});

test("nothing without usage or finish is of unknown tokens", () => {
  expect(kindOf([], { usage: null, finish: null })).toBe("empty tokens-unknown");
});

test.each([
  ["END", "empty stop-sequence"],
  ["", "empty silent"],
  [null, "empty silent"],
])("nothing before the stop sequence %j is %s", (stopSequence, expected) => {
  expect(kindOf([], { finish: { ...finish("stop"), stopSequence } })).toBe(expected);
});

test("what is reasoned and what is refused is joined over its parts", () => {
  expect(substanceOf(reply([reasoning("a"), reasoning("b")]))).toMatchObject({ reasoning: "ab" });
  expect(substanceOf(reply([refusal("a"), refusal("b")]))).toMatchObject({ text: "ab" });
  expect(substanceOf(reply([text("<think>a</think>")]))).toMatchObject({ reasoning: "<think>a</think>" });
});
