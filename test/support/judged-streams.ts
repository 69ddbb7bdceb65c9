import { eventFrame, join } from "./converse-wire.js";
import { findingsOf, type JudgedBody, judgedBody } from "./judged-body.js";

/** Streams of Bedrock in a recording, which answer a question with a text and a call of `tides`. */

const toolConfig = { tools: [{ toolSpec: { name: "tides", inputSchema: { json: {} } } }] };

/** A ConverseStream of Kimi. */
export function converseStream(...events: readonly (readonly [type: string, payload: object])[]): Promise<JudgedBody> {
  const url = "https://bedrock-runtime.us-east-1.amazonaws.com/model/moonshotai.kimi-k2.5/converse-stream";
  const request = { messages: [{ role: "user", content: [{ text: "When is high water?" }] }], toolConfig };
  const body = join(...events.map(([type, payload]) => eventFrame(type, payload)));
  return judgedBody({ url, request, contentType: "application/vnd.amazon.eventstream", body });
}

/** An InvokeModel stream; a record may be bytes. The model: `anthropic.…`, or another, whose body is as Nova's. */
export function invokeStream(model: string, records: readonly (object | Uint8Array)[]): Promise<JudgedBody> {
  const url = `https://bedrock-runtime.us-east-1.amazonaws.com/model/${model}/invoke-with-response-stream`;
  const messages = [{ role: "user", content: [{ type: "text", text: "When is high water?" }] }];
  const request = model.startsWith("anthropic")
    ? {
        anthropic_version: "bedrock-2023-05-31",
        max_tokens: 100,
        messages,
        tools: [{ name: "tides", input_schema: {} }],
      }
    : {
        schemaVersion: "messages-v1",
        messages: [{ role: "user", content: [{ text: "When is high water?" }] }],
        toolConfig,
      };
  const chunks = records.map((record) => {
    const inner = record instanceof Uint8Array ? record : Buffer.from(JSON.stringify(record));
    return eventFrame("chunk", { bytes: Buffer.from(inner).toString("base64") });
  });
  return judgedBody({ url, request, contentType: "application/vnd.amazon.eventstream", body: join(...chunks) });
}

/** The findings of an exchange as `bad empty-reply silent`. */
export const found = ({ verdict }: JudgedBody) => findingsOf(verdict.findings);
/** What was seen, for each finding. */
export const seenOf = ({ verdict }: JudgedBody) => verdict.findings.map(({ seen }) => seen);

const metrics = { inputTokenCount: 3, outputTokenCount: 5, invocationLatency: 9, firstByteLatency: 3 };

/** Claude on InvokeModel. */
export const claude = "anthropic.claude-3-haiku-20240307-v1%3A0";

/** A text and a call. */
export const claudeRecords = [
  {
    type: "message_start",
    message: { id: "msg_1", role: "assistant", model: "c", content: [], usage: { input_tokens: 3 } },
  },
  { type: "content_block_start", index: 0, content_block: { type: "text", text: "" } },
  { type: "content_block_delta", index: 0, delta: { type: "text_delta", text: "High water is at noon." } },
  { type: "content_block_stop", index: 0 },
  { type: "content_block_start", index: 1, content_block: { type: "tool_use", id: "t1", name: "tides", input: {} } },
  { type: "content_block_delta", index: 1, delta: { type: "input_json_delta", partial_json: '{"port":"Brest"}' } },
  { type: "content_block_stop", index: 1 },
  { type: "message_delta", delta: { stop_reason: "tool_use" }, usage: { output_tokens: 5 } },
  {
    type: "message_stop",
    "amazon-bedrock-invocationMetrics": metrics,
  },
] as const;

/** The same as Converse sends it. */
export const converseEvents = [
  ["messageStart", { role: "assistant" }],
  // Text has no start on this wire: an empty one is as good as none.
  ["contentBlockStart", { contentBlockIndex: 0, start: {} }],
  ["contentBlockDelta", { contentBlockIndex: 0, delta: { text: "High water is at noon." } }],
  ["contentBlockStop", { contentBlockIndex: 0 }],
  ["contentBlockStart", { contentBlockIndex: 1, start: { toolUse: { toolUseId: "t1", name: "tides" } } }],
  ["contentBlockDelta", { contentBlockIndex: 1, delta: { toolUse: { input: '{"port":"Brest"}' } } }],
  ["contentBlockStop", { contentBlockIndex: 1 }],
  ["messageStop", { stopReason: "tool_use" }],
  ["metadata", { usage: { inputTokens: 3, outputTokens: 5, totalTokens: 8 }, metrics: { latencyMs: 9 } }],
] as const;

/** The records of Nova: Converse's events, each under its own name. */
export const novaRecords = converseEvents.map(([type, payload]) =>
  type === "metadata" ? { [type]: payload, "amazon-bedrock-invocationMetrics": metrics } : { [type]: payload },
);
