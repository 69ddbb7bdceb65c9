import type { JsonObject } from "../../chat/json.js";
import type { WireHeaders } from "../../wire/exchange.js";
import type { Answer } from "../answer/answer.js";
import { latency } from "../write/converse.js";
import { eventPiece } from "../write/frame-piece.js";
import { type Draft, textPiece, type WriteContext } from "../write/piece.js";
import type { Family, StreamRecord } from "./family.js";

/** Writes an InvokeModel reply: the family's body, with token counts in headers. */
export function writeInvoke(family: Family, answer: Answer, context: WriteContext): Draft {
  return {
    framing: "json",
    headers: [
      ["content-type", "application/json"],
      ["x-amzn-requestid", context.requestId],
      ...countHeaders(answer, context),
    ],
    pieces: [textPiece("whole", JSON.stringify(family.unary(answer, context)))],
  };
}

/** Writes an InvokeModel stream: each record as base64 in a `chunk` event, with invocation metrics in the last one. */
export function writeInvokeStream(family: Family, answer: Answer, context: WriteContext): Draft {
  const records = withMetrics(family.stream(answer, context), answer, context);
  return {
    framing: "event-stream",
    headers: [
      ["content-type", "application/vnd.amazon.eventstream"],
      ["x-amzn-requestid", context.requestId],
      ["x-amzn-bedrock-content-type", "application/json"],
    ],
    pieces: records.map(({ mark, value }) =>
      eventPiece(mark, { type: "chunk", payload: chunkPayload(value) }, context.random),
    ),
  };
}

/** The payload of a `chunk` event. */
function chunkPayload(value: JsonObject): JsonObject {
  return { bytes: Buffer.from(JSON.stringify(value)).toString("base64") };
}

const metricsMember = "amazon-bedrock-invocationMetrics";

function withMetrics(records: readonly StreamRecord[], answer: Answer, context: WriteContext): readonly StreamRecord[] {
  const { usage } = answer;
  if (usage === null) return records;
  const invocationLatency = latency(context);
  const metrics = {
    inputTokenCount: usage.input,
    outputTokenCount: usage.output,
    invocationLatency,
    firstByteLatency: Math.ceil(invocationLatency / 3),
  };
  return records.map(({ mark, value }, index) =>
    index === records.length - 1 ? { mark, value: { ...value, [metricsMember]: metrics } } : { mark, value },
  );
}

function countHeaders({ usage }: Answer, context: WriteContext): WireHeaders {
  if (usage === null) return [];
  return [
    ["x-amzn-bedrock-input-token-count", String(usage.input)],
    ["x-amzn-bedrock-output-token-count", String(usage.output)],
    ["x-amzn-bedrock-invocation-latency", String(latency(context))],
  ];
}
