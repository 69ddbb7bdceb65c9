import { isJsonObject } from "../../../chat/json.js";
import { buildInteraction } from "../../build-interaction.js";
import { type InteractionPlace, RecordingError } from "../../format.js";
import { jsonApi } from "../../identify/response-shape.js";
import type { Interaction } from "../../interaction.js";
import { countOf, listOf, type Members, memberOf, objectOf, textOf } from "../../members.js";
import { rowFormat } from "../../records/row-format.js";
import { storedBody } from "../../stored-body.js";
import { awsErrorReply } from "./aws-error-reply.js";

/** The model in the path of a record whose output does not name it: the job's manifest does. */
const lostModel = "not-recorded";

/**
 * The output of Bedrock's batch inference, `*.jsonl.out` (AWS user guide, "Format and upload your batch inference data", and
 * "Understanding batch inference results"; from memory, 2026-11-28). A record's input is the body of InvokeModel or Converse.
 */
export const bedrockBatch = rowFormat({
  id: "bedrock-batch",
  title: "Bedrock batch inference output (JSON lines)",
  telltale: /"recordId"|"modelInput"/,
  damaged: /"recordId": ?"[\s\S]*"modelInput": ?\{|"modelInput": ?\{[\s\S]*"modelOutput": ?\{/,
  isRecord: (record) =>
    objectOf(memberOf(record, "modelInput")) !== null &&
    (memberOf(record, "modelOutput") !== undefined || memberOf(record, "error") !== undefined),
  readRecord: (record, place) => readBatchRecord(objectOf(record) ?? {}, place),
});

function readBatchRecord(record: Members, place: InteractionPlace): Interaction {
  const { modelInput: input, modelOutput: output = null } = record;
  const reply = output === null ? errorReply(record["error"], place) : storedReply(output, place);
  const model = textOf(memberOf(output, "model")) ?? lostModel;
  return buildInteraction({
    ...place,
    format: "bedrock-batch",
    request: {
      method: null,
      url: `/model/${encodeURIComponent(model)}/${isConverse(input, output) ? "converse" : "invoke"}`,
      headers: [],
      body: storedBody({ parsed: input }, { ...place, of: "request" }).bytes,
    },
    response: { status: reply.status, headers: reply.headers, body: reply.body },
    recordedAt: null,
    losses: ["host", "response-headers", ...reply.losses],
    notes: [
      "a record of a batch job: the path is made from the shape of its input",
      ...(model === lostModel ? ["the record does not name its model"] : []),
      ...reply.notes,
    ],
  });
}

type Reply = Pick<ReturnType<typeof awsErrorReply>, "status" | "headers" | "body" | "losses" | "notes">;

function storedReply(output: unknown, place: InteractionPlace): Reply {
  const { bytes, losses } = storedBody({ parsed: output }, { ...place, of: "response" });
  const headers = [["content-type", "application/json"]] as const;
  return { status: null, headers, body: bytes ?? new Uint8Array(), losses, notes: [] };
}

function errorReply(error: unknown, place: InteractionPlace): Reply {
  const code = textOf(memberOf(error, "errorCode")) ?? String(countOf(memberOf(error, "errorCode")) ?? "");
  if (code === "") throw new RecordingError(place, "the record has neither an output nor the code of an error");
  return awsErrorReply(code, textOf(memberOf(error, "errorMessage")));
}

/** Converse's content is a list of blocks without a `type`; its settings are in `inferenceConfig`. */
function isConverse(input: unknown, output: unknown): boolean {
  if (isJsonObject(output) && jsonApi(output) === "converse" && memberOf(output, "metrics") !== undefined) return true;
  const block = listOf(memberOf(listOf(memberOf(input, "messages"))?.[0], "content"))?.[0];
  const isBlock = objectOf(block) !== null && memberOf(block, "type") === undefined;
  return (
    isBlock && memberOf(input, "schemaVersion") === undefined && memberOf(input, "anthropic_version") === undefined
  );
}
