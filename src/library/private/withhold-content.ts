import type { ExchangeVerdict } from "../../verdict/observed/judge-exchange.js";
import { digestOf, shortName, vendorWord } from "./digest-text.js";

/**
 * The verdict on an exchange of a private recording without any text of its request or reply: every sentence that may quote
 * them is replaced by the shape of the reply, and by the length and a short SHA-256 of the sentence. Nothing is left in place
 * because it looks harmless, and each member is named, so that a new one is decided on too.
 */
export function withholdContent(verdict: ExchangeVerdict): ExchangeVerdict {
  const { finish, reasonText } = verdict;
  return {
    file: verdict.file,
    interaction: verdict.interaction,
    provider: verdict.provider,
    api: verdict.api,
    upstream: verdict.upstream === null ? null : shortName(verdict.upstream),
    model: shortName(verdict.model),
    providerModelId: shortName(verdict.providerModelId),
    region: verdict.region,
    shape: verdict.shape,
    provenance: verdict.provenance,
    httpStatus: verdict.httpStatus,
    streaming: verdict.streaming,
    hasTools: verdict.hasTools,
    hasToolResult: verdict.hasToolResult,
    complete: verdict.complete,
    finish: finish === null ? null : { ...finish, raw: finish.raw === null ? null : vendorWord(finish.raw) },
    outputTokens: verdict.outputTokens,
    textLength: verdict.textLength,
    toolCalls: verdict.toolCalls,
    outcome: verdict.outcome,
    observed: verdict.observed,
    reason: verdict.reason,
    reasonText: reasonText === null ? null : digestOf(reasonText),
    findings: verdict.findings.map((one) => ({
      ...one,
      cause: one.cause === null ? null : vendorWord(one.cause),
      seen: `${shapeOf(verdict)}; ${digestOf(one.seen)}`,
    })),
    notes: verdict.notes.map((one) => ({ ...one, message: digestOf(one.message) })),
    warnings: verdict.warnings.map((one) => ({ ...one, field: digestOf(one.field), message: digestOf(one.message) })),
    recording: { losses: verdict.recording.losses, notes: verdict.recording.notes.map(digestOf) },
    requestId: verdict.requestId === null ? null : shortName(verdict.requestId),
    isPrivate: true,
  };
}

function shapeOf({ textLength, toolCalls, outputTokens }: ExchangeVerdict): string {
  const tokens = outputTokens === null ? "tokens not reported" : `${outputTokens} output tokens`;
  const calls = toolCalls === 1 ? "1 call" : `${toolCalls} calls`;
  return `${textLength} characters of text, ${calls}, ${tokens}`;
}
