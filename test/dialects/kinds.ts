import type { AssistantPart, Message, ReasoningPart, UserPart } from "../../src/chat/message.js";
import { assistant, call, result, text, user, userText } from "../support/converse-messages.js";
import { base64 } from "./elements.js";

/**
 * A kind of thing that a history can hold. `words`: what it is, in the table. `native`: the dialects in whose own form it is written;
 * absent: all of them. `write`: a history that holds one, marked by its token, and is sound otherwise. `sign`: what shows in a body that
 * it is there, and `field` its place, where nothing of it can hold a token.
 */
export type Kind = {
  readonly words: string;
  readonly native?: readonly string[];
  readonly write: (token: string) => readonly Message[];
  readonly sign?: { readonly in: RegExp; readonly field: string };
};

const asked = userText("What now?");
const png = (token: string) => ({ kind: "bytes", mediaType: "image/png", base64: base64(token) }) as const;

const reasoning = (of: Partial<ReasoningPart>): ReasoningPart => ({
  ...{ kind: "reasoning", text: null, signature: null, redacted: null, details: null, field: null },
  ...of,
});

/** A turn of the model with something beside its text. */
const said = (...parts: readonly AssistantPart[]) => [asked, assistant(...parts, text("Well.")), userText("Go on.")];
const told = (...parts: readonly UserPart[]) => [user(...parts)];

/** A reasoning item as the Responses API sends it. */
export const reasoningItem = (token: string) =>
  ({ type: "reasoning", id: "rs_1", summary: [], encrypted_content: base64(token) }) as const;

export const kinds: readonly Kind[] = [
  { words: "system text", write: (token) => [{ role: "system", parts: [text(token)], name: null }, asked] },
  { words: "developer text", write: (token) => [{ role: "developer", parts: [text(token)], name: null }, asked] },
  {
    words: "system text in the middle",
    write: (token) => [
      ...said(),
      assistant(text("So.")),
      { role: "system", parts: [text(token)], name: null },
      userText("And?"),
    ],
  },
  { words: "text of the user", write: (token) => told(text(token)) },
  { words: "names of messages", write: (token) => [{ role: "user", parts: [text("Hi")], name: token }] },
  { words: "images", write: (token) => told(text("See"), { kind: "image", source: png(token) }) },
  {
    words: "images by link",
    write: (token) => told(text("See"), { kind: "image", source: { kind: "url", url: `https://e.org/${token}.png` } }),
  },
  {
    words: "documents",
    write: (token) =>
      told(text("Read"), {
        kind: "document",
        source: { ...png(token), mediaType: "application/pdf" },
        name: "report",
      }),
  },
  {
    words: "cache points",
    write: () => told(text("Hi"), { kind: "cache-point", ttl: null }),
    sign: { in: /"(?:cachePoint|cache_control|prompt_cache_breakpoint)":\{/, field: "messages[0].parts[1]" },
  },
  {
    words: "cache points after results",
    write: () => [asked, assistant(call("call_1")), result("call_1", text("r"), { kind: "cache-point", ttl: null })],
    sign: { in: /"(?:cachePoint|cache_control|prompt_cache_breakpoint)":\{/, field: "messages[2].parts[1]" },
  },
  { words: "text of the model", write: (token) => said(text(token)) },
  { words: "refusals", write: (token) => [asked, assistant({ kind: "refusal", text: token }), userText("Why?")] },
  {
    words: "calls",
    write: (token) => [asked, assistant(call(`call_${token}`, `{"a":"${token}"}`)), result(`call_${token}`, text("r"))],
  },
  {
    words: "calls whose arguments were cut",
    write: (token) => [asked, assistant(call("call_1", `{"a":"${token}`)), result("call_1", text("r"))],
  },
  {
    words: "results",
    write: (token) => [asked, assistant(call("call_1")), result("call_1", text(token))],
  },
  {
    words: "results as JSON",
    write: (token) => [asked, assistant(call("call_1")), result("call_1", { kind: "json", value: { a: token } })],
  },
  {
    words: "images in results",
    write: (token) => [
      asked,
      assistant(call("call_1")),
      result("call_1", text("r"), { kind: "image", source: png(token) }),
    ],
  },
  {
    words: "that a result is an error",
    write: () => [asked, assistant(call("call_1")), { ...result("call_1", text("r")), status: "error" }],
    sign: { in: /"status":"error"|"is_error":true/, field: "messages[2].status" },
  },
  {
    words: "reasoning without a signature",
    native: ["Chat Completions", "InvokeModel"],
    write: (token) => said(reasoning({ text: token, field: "reasoning_content" })),
  },
  {
    words: "signed reasoning",
    native: ["Converse", "Messages"],
    write: (token) => said(reasoning({ text: "Hm", signature: base64(token), field: "thinking" })),
  },
  {
    words: "redacted reasoning",
    native: ["Converse", "Messages"],
    write: (token) => said(reasoning({ redacted: base64(token), field: "thinking" })),
  },
  {
    words: "reasoning details",
    native: ["Chat Completions", "InvokeModel"],
    write: (token) =>
      said(
        reasoning({
          details: [{ type: "reasoning.encrypted", data: base64(token), index: 0 }],
          field: "reasoning_details",
        }),
      ),
  },
  {
    words: "reasoning items",
    native: ["Responses"],
    write: (token) => said(reasoning({ details: [reasoningItem(token)], field: "reasoning-item" })),
  },
  {
    words: "calls of hosted tools",
    native: ["Responses"],
    write: (token) => said({ kind: "other", raw: { type: "web_search_call", id: token, status: "completed" } }),
  },
  {
    words: "calls of custom tools",
    native: ["Responses"],
    write: (token) => said({ kind: "other", raw: { type: "custom_tool_call", call_id: "c", name: "g", input: token } }),
  },
  {
    words: "blocks of server tools",
    native: ["Messages"],
    write: (token) =>
      said({
        kind: "other",
        raw: { type: "server_tool_use", id: "srvtoolu_1", name: "web_search", input: { q: token } },
      }),
  },
];
