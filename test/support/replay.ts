import { judgeAll } from "../../src/cli/judge-all.js";
import type { PlannedCase } from "../../src/runner/plan.js";
import { type ReplayResult, runReplay } from "../../src/runner/run-replay.js";
import type { MakeTransport } from "../../src/runner/trial-scope.js";
import type { Verdict } from "../../src/verdict/verdict.js";
import { transportOf } from "../../src/wire/transport/faces.js";
import { mswTransport } from "../../src/wire/transport/msw.js";
import { scenarios } from "./repository.js";

export type ReplayClient = "sdk" | "http" | "both";

export const replayClients: readonly ReplayClient[] = ["sdk", "http", "both"];

/** As the program does it: the SDKs replay through MSW, our own client directly. */
export function replayTransport(client: ReplayClient): MakeTransport {
  if (client === "http") return (exchange) => transportOf(exchange);
  return (exchange) => mswTransport({ exchange, leftovers: () => [] });
}

/** Cases replayed from a fixtures folder and judged. */
export async function replayed(
  cases: readonly PlannedCase[],
  { fixtures, client }: { readonly fixtures: string; readonly client: ReplayClient },
): Promise<ReplayResult & { readonly verdicts: readonly Verdict[] }> {
  const makeTransport = replayTransport(client);
  const result = await runReplay(cases, { fixtures, client, makeTransport, signal: new AbortController().signal });
  return { ...result, verdicts: verdictsOf(cases, result) };
}

/** What the second client read otherwise, over all turns. */
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
