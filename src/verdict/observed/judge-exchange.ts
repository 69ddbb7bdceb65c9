import { isStreaming, wireApiOf } from "../../chat/api.js";
import { textOf, toolCallsOf } from "../../chat/read-reply.js";
import type { Finish, Note, Warning } from "../../chat/reply.js";
import { hasToolResult } from "../../chat/tool-results.js";
import { unknownCapabilities } from "../../chat/unset.js";
import { unscripted } from "../../scenario/unscripted.js";
import type { Transcript, Turn } from "../../transcript/transcript.js";
import type { Check } from "../checks/check.js";
import { checks } from "../checks/registry.js";
import type { Layer } from "../checks/rule.js";
import { nothingObserved } from "../exclusion.js";
import { judgeTrial } from "../judge-trial.js";
import type { Finding, Observed, TrialVerdict } from "../verdict.js";

/** Where an exchange was found: the recording's file, and the index of the interaction in it, from 0. */
export type FoundIn = { readonly file: string; readonly interaction: number };

/** One recorded exchange, judged without expectations: the facts, and the findings of the checks. */
export type ExchangeVerdict = FoundIn & {
  readonly provider: string;
  readonly api: Transcript["cell"]["api"];
  readonly upstream: string | null;
  readonly model: string;
  readonly providerModelId: string;
  readonly region: string | null;
  /** The kind of request, by its content: `basic-chat`, `tool-call`, `response-after-tool`, … */
  readonly shape: string;
  readonly provenance: Transcript["provenance"];
  readonly httpStatus: number | null;
  readonly streaming: boolean;
  /** null: the request is not recorded. */
  readonly hasTools: boolean | null;
  readonly hasToolResult: boolean | null;
  readonly complete: boolean;
  readonly finish: Finish | null;
  readonly outputTokens: number | null;
  /** In UTF-16 units. */
  readonly textLength: number;
  readonly toolCalls: number;
  readonly outcome: TrialVerdict["outcome"];
  readonly observed: Observed;
  readonly reason: string | null;
  readonly reasonText: string | null;
  readonly findings: readonly Finding[];
  /** What the decoder saw on the wire, and did not read or found odd. */
  readonly notes: readonly Note[];
  readonly requestId: string | null;
  /** Present for a production log or trace. */
  readonly isPrivate?: true;
} & Shortfall;

/** What is missing of an exchange before it is judged. */
export type Shortfall = {
  /** What the reader of the request could not express. */
  readonly warnings: readonly Warning[];
  /** What the recording no longer holds (`status`, `frames`, …), and its oddities in a sentence each. */
  readonly recording: { readonly losses: readonly string[]; readonly notes: readonly string[] };
};

const nothingMissing: Shortfall = { warnings: [], recording: { losses: [], notes: [] } };

/**
 * Judges a transcript of one turn without a scenario, so that only checks without an expectation apply. `requestUnknown`: the
 * request is not recorded, and call names are not compared with declared tools. A recording that has lost
 * the `envelope` holds only the message, so that its finish reason, ids and counts are not missed. Default of `shortfall`: nothing.
 * Throws RangeError without a turn.
 */
export function judgeExchange(
  transcript: Transcript,
  {
    file,
    interaction,
    requestUnknown,
    toolsOffered,
    shortfall = nothingMissing,
    layer = "compatible",
  }: FoundIn & {
    readonly requestUnknown: boolean;
    readonly toolsOffered: boolean | null;
    readonly shortfall?: Shortfall;
    /** Which findings make it bad. Default: what a client notices. */
    readonly layer?: Layer;
  },
): ExchangeVerdict {
  const [turn] = transcript.turns;
  if (turn === undefined) throw new RangeError(`${file}#${interaction}: no turn to judge`);
  const { cell, provenance } = transcript;
  const verdict = judgeTrial(transcript, unscripted(cell.scenario), {
    capabilities: unknownCapabilities,
    layer,
    checks: checksFor({
      requestUnknown,
      hasEnvelope: !shortfall.recording.losses.includes("envelope"),
      callsLack: wireApiOf(cell.api)?.callsLack ?? [],
    }),
  });
  const nothing = verdict.outcome === "excluded" ? nothingObserved([verdict]) : null;
  return {
    file,
    interaction,
    provider: cell.provider,
    api: cell.api,
    upstream: verdict.upstream,
    model: cell.model,
    providerModelId: cell.providerModelId,
    region: cell.region,
    shape: cell.scenario,
    provenance,
    ...factsOf(turn, requestUnknown),
    hasTools: toolsOffered,
    streaming: isStreaming(cell.api),
    outcome: verdict.outcome,
    observed: nothing?.observed ?? (verdict.outcome === "bad" ? "bad" : "ok"),
    reason: verdict.reason,
    reasonText: nothing?.reasonText ?? null,
    findings: verdict.findings,
    notes: turn.reply.notes,
    ...shortfall,
    requestId: verdict.requestIds[0] ?? null,
  };
}

/** All checks but that of request ids: most recordings by other tools have lost the headers. */
const checksOfRecordings = checks.filter(({ id }) => id !== "envelope/request-id");

/** The checks of recordings that need the reply alone. */
const checksOfReplies = checksOfRecordings.filter(({ id }) => id !== "tools/name-known");

/** The checks of what stands around a message. */
const checksOfEnvelopes: ReadonlySet<string> = new Set([
  "reply/finish-known",
  "tools/finish-agrees",
  "usage/reported",
  "envelope/identity-present",
]);

/** The checks of what the calls of some APIs do not have by definition. */
const checksOfCalls = { id: "tools/id-present", finish: "tools/finish-agrees" } as const;

type Known = {
  readonly requestUnknown: boolean;
  readonly hasEnvelope: boolean;
  readonly callsLack: readonly (keyof typeof checksOfCalls)[];
};

function checksFor({ requestUnknown, hasEnvelope, callsLack }: Known): readonly Check[] {
  const lacking = new Set<string>(callsLack.map((name) => checksOfCalls[name]));
  const all = requestUnknown ? checksOfReplies : checksOfRecordings;
  return all.filter(({ id }) => !lacking.has(id) && (hasEnvelope || !checksOfEnvelopes.has(id)));
}

type Facts = Pick<
  ExchangeVerdict,
  "httpStatus" | "hasToolResult" | "complete" | "finish" | "outputTokens" | "textLength" | "toolCalls"
>;

function factsOf({ request, reply, attempts }: Turn, requestUnknown: boolean): Facts {
  return {
    httpStatus: attempts.at(-1)?.status ?? null,
    hasToolResult: requestUnknown ? null : hasToolResult(request.messages),
    complete: reply.completeness === "complete",
    finish: reply.finish,
    outputTokens: reply.usage?.outputTokens ?? null,
    textLength: textOf(reply).length,
    toolCalls: toolCallsOf(reply).length,
  };
}
