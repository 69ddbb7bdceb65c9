import type { PlannedCase } from "../../src/runner/plan.js";
import { type ReplayResult, runReplay } from "../../src/runner/run-replay.js";
import { judgeAll } from "../../src/verdict/judge-all.js";
import type { Verdict } from "../../src/verdict/verdict.js";
import type { Exchange, Transport } from "../../src/wire/exchange.js";
import { transportOf } from "../../src/wire/transport/faces.js";
import { mswTransport } from "./msw-transport.js";
import { scenarios } from "./repository.js";

export type ReplayClient = "sdk" | "http" | "both";

export const replayClients: readonly ReplayClient[] = ["sdk", "http", "both"];

/** One of the program's clients, or the SDKs through MSW, the public interface of a replay. */
export type ReplayLane = ReplayClient | "sdk through MSW";

export const replayLanes: readonly ReplayLane[] = [...replayClients, "sdk through MSW"];

/** Replays cases from a fixtures folder and judges them. */
export async function replayed(
  cases: readonly PlannedCase[],
  { fixtures, lane }: { readonly fixtures: string; readonly lane: ReplayLane },
): Promise<ReplayResult & { readonly verdicts: readonly Verdict[] }> {
  const client = lane === "sdk through MSW" ? "sdk" : lane;
  const makeTransport = lane === client ? transportOf : throughMsw;
  const result = await runReplay(cases, { fixtures, client, makeTransport, signal: new AbortController().signal });
  return { ...result, verdicts: verdictsOf(cases, result) };
}

function throughMsw(exchange: Exchange): Transport {
  return mswTransport({ exchange, leftovers: () => [] });
}

/** The differences between the readings of the two clients, over all turns. */
export function clientDifferences({ transcripts }: Pick<ReplayResult, "transcripts">): readonly string[] {
  return transcripts.flatMap(({ cell, turns }) =>
    turns.flatMap(({ step, otherReading }) =>
      (otherReading?.differences ?? []).map((text) => `${cell.target} ${cell.scenario} ${step}: ${text}`),
    ),
  );
}

export function verdictsOf(
  cases: readonly PlannedCase[],
  { transcripts }: Pick<ReplayResult, "transcripts">,
): readonly Verdict[] {
  const targets = [...new Map(cases.map(({ target }) => [target.id, target])).values()];
  return judgeAll(transcripts, { targets, scenarios });
}
