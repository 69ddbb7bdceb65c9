import { toolCallsOf } from "../../chat/read-reply.js";
import type { Tool } from "../../chat/request.js";
import type { Transcript } from "../../transcript/transcript.js";
import { schemaBreaches } from "../checks/arguments-schema.js";
import { isNamed, readArguments, toolNamed } from "../checks/tool-calls.js";
import type { TrialVerdict } from "../verdict.js";

/** The first fault of a call, by OpenRouter's buckets (auto-exacto docs, read 2026-11). */
export type CallFault = "invalid-json" | "unknown-name" | "schema-mismatch";

/** The reply to one sample, as published metrics count it. */
export type SampleOutcome = {
  readonly sample: string;
  /**
   * How the reply ended. `stop`, `tool-calls`: by its finish reason alone. `other`: any other finish, or an incomplete reply.
   * `excluded`: the sample is no evidence about the model.
   */
  readonly end: "stop" | "tool-calls" | "other" | "excluded";
  /** The fault of each call; null: none. */
  readonly calls: readonly (CallFault | null)[];
  /** Whether the checks of this project have a bad finding. Null: excluded. */
  readonly isBad: boolean | null;
};

/** Classifies the last reply of a sample for the metrics. */
export function sampleOutcome(transcript: Transcript, verdict: TrialVerdict): SampleOutcome {
  const sample = transcript.cell.scenario;
  const turn = transcript.turns.at(-1);
  if (turn === undefined || verdict.outcome === "excluded") return { sample, end: "excluded", calls: [], isBad: null };
  const { reply, request } = turn;
  const kind = reply.failure === null && reply.completeness === "complete" ? reply.finish?.kind : undefined;
  return {
    sample,
    end: kind === "stop" || kind === "tool-calls" ? kind : "other",
    calls: toolCallsOf(reply).map((call) => faultOf(call, request.tools ?? [])),
    isBad: verdict.outcome === "bad",
  };
}

function faultOf(call: ReturnType<typeof toolCallsOf>[number], tools: readonly Tool[]): CallFault | null {
  const read = readArguments(call);
  // Absent arguments count as `{}`: the tool's schema decides whether that is valid.
  if (read.kind === "invalid" || read.kind === "not-an-object") return "invalid-json";
  const tool = isNamed(call) ? toolNamed(tools, call.name) : undefined;
  if (tool === undefined) return "unknown-name";
  const value = read.kind === "object" ? read.value : {};
  return schemaBreaches(value, tool.parameters).length === 0 ? null : "schema-mismatch";
}
