import { noAliases } from "../../../adapters/adapter.js";
import { readerFor } from "../../../adapters/registry.js";
import { foldAsync } from "../../../chat/fold.js";
import type { Reply } from "../../../chat/reply.js";
import { responseOf } from "../../../runner/trial/second-reading.js";
import type { Transcript, Turn } from "../../../transcript/transcript.js";
import type { AgainCall } from "../../../verdict/evidence/experiment-result.js";
import { judgeTrial } from "../../../verdict/judge-trial.js";
import type { RecordedExchange } from "../../../wire/exchange.js";
import type { AgainArm } from "./again-arm.js";

/** What one reply to a request of a bundle is. `findings`: the ids of those that are bad, each once. */
export type AgainJudgement = Pick<AgainCall, "outcome" | "reason" | "findings" | "upstream">;

/** A reply, and the exchange that it was read from; null: nothing was sent. */
export type AskedReply = { readonly reply: Reply; readonly recorded: RecordedExchange | null };

/**
 * Judges a reply in the place of the one that was shown. Its turn is judged alone: the request holds all that came before it, and whatever
 * else was good or bad in the trial is not asked again.
 */
export function judgeAgain({ target, ...arm }: AgainArm, asked: AskedReply): AgainJudgement {
  const scenario = { ...arm.scenario, steps: arm.scenario.steps.filter(({ id }) => id === arm.step) };
  const turn = arm.transcript.turns.find(({ step }) => step === arm.step);
  if (turn === undefined) throw new TypeError(`the shown trial has no turn ${arm.step}`);
  const { capabilities, upstreamPin, upstreamName } = target;
  const judged = judgeTrial(transcriptOf(arm.transcript, turn, asked), scenario, {
    capabilities,
    upstreamPin,
    upstreamName,
  });
  const bad = judged.findings.flatMap(({ id, severity }) => (severity === "bad" ? [id] : []));
  return {
    outcome: judged.outcome,
    reason: judged.reason,
    findings: judged.outcome === "bad" ? [...new Set(bad)] : [],
    upstream: judged.upstream,
  };
}

/** Judges the recorded reply itself, read by our own decoders. An exchange without a response is excluded: there is nothing to read. */
export function judgeRecorded(arm: AgainArm): Promise<AgainJudgement> {
  return judgeExchange(arm, arm.exchange);
}

/** The same for another exchange of the request. */
export async function judgeExchange(arm: AgainArm, exchange: RecordedExchange): Promise<AgainJudgement> {
  const response = responseOf(exchange);
  if (response === null) return { outcome: "excluded", reason: "connection", findings: [], upstream: null };
  const reader = await readerFor(arm.target.api);
  const reply = await foldAsync(reader.read(response, { target: arm.target, aliases: noAliases }));
  return judgeAgain(arm, { reply, recorded: exchange });
}

function transcriptOf(shown: Transcript, turn: Turn, { reply, recorded }: AskedReply): Transcript {
  const attempt = {
    exchange: 0,
    startedAt: recorded?.startedAt ?? null,
    firstByteMs: recorded?.firstByteMs ?? null,
    totalMs: recorded?.chunks.at(-1)?.[0] ?? recorded?.firstByteMs ?? null,
    status: reply.status,
    requestId: reply.requestId,
    failure: reply.failure?.kind ?? null,
  };
  return {
    ...shown,
    cell: { ...shown.cell, client: "http" },
    turns: [{ ...turn, reply, attempts: recorded === null ? [] : [attempt], otherReading: null }],
    notReached: [],
    notRun: null,
  };
}
