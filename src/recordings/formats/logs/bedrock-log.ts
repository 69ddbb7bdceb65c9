import { isJsonObject } from "../../../chat/json.js";
import { buildInteraction } from "../../build-interaction.js";
import { type InteractionPlace, RecordingError } from "../../format.js";
import type { Interaction, Loss } from "../../interaction.js";
import { listOf, type Members, memberOf, objectOf, textOf } from "../../members.js";
import { rowFormat } from "../../records/row-format.js";
import { storedBody } from "../../stored-body.js";
import { assembledLosses, converseStreamOf } from "../../streams/assembled-stream.js";
import { chunkEvent, eventIn, eventStreamOf } from "../../streams/event-frames.js";
import { awsErrorReply } from "./aws-error-reply.js";
import { invocationLogsIn, isCutLog } from "./cloudwatch.js";

/**
 * Bedrock's model invocation log: JSON lines in S3 (gzipped) or events of CloudWatch (AWS user guide, "Monitor model invocation
 * using CloudWatch Logs and Amazon S3"; elastic/integrations packages/aws_bedrock test-aws-bedrock.log; both read 2026-11-28).
 */
export const bedrockLog = rowFormat({
  id: "bedrock-log",
  title: "Bedrock model invocation log (JSON lines, CloudWatch)",
  telltale: /\\*"schemaType\\*": ?\\*"ModelInvocationLog|\\*"operation\\*": ?\\*"(?:Converse|InvokeModel)|"awslogs"/,
  damaged: /\\*"schemaType\\*": ?\\*"ModelInvocationLog|\\*"operation\\*": ?\\*"(?:Converse|InvokeModel)/,
  unwrap: invocationLogsIn,
  isRecord: (record) => isCutLog(record) || (hasText(record, "operation") && hasText(record, "modelId")),
  readRecord: (record, place) => {
    if (isCutLog(record)) throw new RecordingError(place, "the log's JSON is not whole: the event was cut");
    return readInvocation(objectOf(record) ?? {}, place);
  },
});

function hasText(record: unknown, name: string): boolean {
  return textOf(memberOf(record, name)) !== null;
}

/** The last part of the path of each operation (bedrock-runtime model 2023-09-30). */
const actions: { readonly [operation: string]: string } = {
  Converse: "converse",
  ConverseStream: "converse-stream",
  InvokeModel: "invoke",
  InvokeModelWithResponseStream: "invoke-with-response-stream",
};

function readInvocation(record: Members, place: InteractionPlace): Interaction {
  const sent = loggedBody(record["input"], "input", place);
  const errorCode = textOf(record["errorCode"]) || null;
  const reply =
    errorCode === null ? loggedReply(record, place) : awsErrorReply(errorCode, textOf(record["errorMessage"]));
  const region = textOf(record["region"]);
  const requestId = textOf(record["requestId"]);
  const operation = textOf(record["operation"]) ?? "";
  const action = reply.action ?? actions[operation] ?? operation.replace(/(?<=[a-z])[A-Z]/g, "-$&").toLowerCase();
  const host = region === null ? "" : `https://bedrock-runtime.${region}.amazonaws.com`;
  return buildInteraction({
    ...place,
    format: "bedrock-log",
    request: {
      method: "POST",
      url: `${host}/model/${encodeURIComponent(textOf(record["modelId"]) ?? "")}/${action}`,
      headers: [],
      body: sent === null ? null : storedBody({ parsed: sent }, { ...place, of: "request" }).bytes,
    },
    response: {
      status: reply.status,
      headers: [...reply.headers, ...(requestId === null ? [] : [["x-amzn-requestid", requestId] as const])],
      body: reply.body,
    },
    recordedAt: textOf(record["timestamp"]),
    losses: [
      ...reply.losses,
      "response-headers",
      ...(sent === null ? (["request-body"] as const) : []),
      ...(host === "" ? (["host"] as const) : []),
    ],
    notes: ["the URL is made from the log's operation, model and region", ...reply.notes],
  });
}

/** A body in the log; null: it is not there. Bodies beyond 100 KB are objects of their own in S3. */
function loggedBody(side: unknown, name: "input" | "output", place: InteractionPlace): unknown {
  const body = memberOf(side, `${name}BodyJson`) ?? null;
  if (body !== null) return body;
  const elsewhere = textOf(memberOf(side, `${name}BodyS3Path`));
  if (name === "input") return null;
  throw new RecordingError(
    place,
    elsewhere === null
      ? "the log has no body of the reply: the delivery of text was off"
      : "the body of the reply is not in the log, but in the object that outputBodyS3Path names",
  );
}

type LoggedReply = {
  /** The path's last part, if it is not that of the operation. */
  readonly action: string | null;
  readonly status: number | null;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: Uint8Array;
  readonly losses: readonly Loss[];
  readonly notes: readonly string[];
};

const eventStream = [["content-type", "application/vnd.amazon.eventstream"]] as const;

function loggedReply(record: Members, place: InteractionPlace): LoggedReply {
  const body = loggedBody(record["output"], "output", place);
  const operation = textOf(record["operation"]) ?? "";
  const events = listOf(body);
  const stream = { action: null, status: null, headers: eventStream, losses: assembledLosses };
  if (operation === "ConverseStream" && objectOf(body) !== null) {
    const notes = ["the log holds the whole message; the events were made from it"];
    return { ...stream, body: converseStreamOf(objectOf(body) ?? {}), notes };
  }
  if (operation === "ConverseStream" && events !== null) {
    return { ...stream, body: eventStreamOf(events.map((one) => eventOf(one, place))), notes: [] };
  }
  if (operation === "InvokeModelWithResponseStream" && events !== null) {
    return { ...stream, body: eventStreamOf(events.map(modelEventOf)), notes: [] };
  }
  const isWhole = operation === "InvokeModelWithResponseStream";
  const { bytes, losses } = storedBody({ parsed: body }, { ...place, of: "response" });
  const type = textOf(memberOf(record["output"], "outputContentType")) ?? "application/json";
  return {
    action: isWhole ? "invoke" : null,
    status: null,
    headers: [["content-type", type]],
    body: bytes ?? new Uint8Array(),
    losses,
    notes: isWhole ? ["a stream of which the log holds one object; read as the reply of InvokeModel"] : [],
  };
}

function eventOf(event: unknown, place: InteractionPlace): readonly [string, unknown] {
  const named = isJsonObject(event) ? eventIn(event) : null;
  if (named === null) throw new RecordingError(place, "the list of the reply holds a value that is not an event");
  return named;
}

/** The log has the model's payloads; some have kept the event around them. */
function modelEventOf(payload: unknown): readonly [string, unknown] {
  const chunk = objectOf(memberOf(payload, "chunk"));
  if (chunk === null) return chunkEvent(payload);
  return typeof chunk["bytes"] === "string" ? ["chunk", chunk] : chunkEvent(chunk);
}
