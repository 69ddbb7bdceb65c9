import type { ChatFailure, FailureKind } from "../../chat/failure.js";
import type { Target } from "../../chat/target.js";
import { expectedRefusal, isAboutProbe } from "../../scenario/probe/refusal.js";
import type { Transcript, Turn } from "../../transcript/transcript.js";
import type { PlannedCase } from "../plan.js";

/** A column that is asked no more. `reason`: in words, as its other trials keep it. */
export type StoppedColumn = { readonly target: string; readonly reason: string };

/** Trials in a row without an answer that stop a column. */
const mostUnanswered = 10;

/** Failures before a reply that say nothing about what was asked: of the service, the account or the address. */
const silentKinds: ReadonlySet<FailureKind> = new Set<FailureKind>([
  ...(["credentials", "model-access", "quota", "throttled", "unavailable", "network", "timeout"] as const),
  ...(["inference-profile", "model-retired", "model-not-found", "wrong-address", "region"] as const),
]);

/** Those that all columns of a provider have in common. */
const commonKinds: ReadonlySet<FailureKind> = new Set<FailureKind>(["credentials", "network"]);

/** Watches which columns answer. */
export type ColumnWatch = {
  /** Takes note of a finished trial; returns the columns that it stops, with the reason. */
  readonly add: (planned: PlannedCase, transcript: Transcript) => readonly StoppedColumn[];
  /** Why a column is asked no more; null: it is. */
  readonly reasonOf: (target: Target) => string | null;
};

/**
 * Stops a column whose last ten trials had no answer, and all columns of a provider whose last ten trials, of whichever column, met refused
 * credentials or no connection. Any answer, a refusal of what was asked included, begins the count anew.
 */
export function watchColumns(targets: readonly Target[]): ColumnWatch {
  const counts = new Map<string, number>();
  const asked = new Map<string, number>();
  const stopped = new Map<string, string>();
  const countOf = (key: string, isUnanswered: boolean): number => {
    const count = isUnanswered ? (counts.get(key) ?? 0) + 1 : 0;
    counts.set(key, count);
    return count;
  };
  const stop = (those: readonly Target[], failure: ChatFailure): readonly StoppedColumn[] =>
    those
      .filter(({ id }) => !stopped.has(id))
      .map(({ id }) => {
        const reason = `not measured after ${asked.get(id) ?? 0} trials: ${mostUnanswered} in a row had no answer, the last: ${textOf(failure)}`;
        stopped.set(id, reason);
        return { target: id, reason };
      });
  return {
    add: ({ target, scenario }, { notRun, turns: [turn] }) => {
      const first = turn?.reply;
      if (notRun !== null || first === undefined || first.failure?.phase === "local") return [];
      asked.set(target.id, (asked.get(target.id) ?? 0) + 1);
      const probe = probeOf(turn, scenario);
      // A wrong key that was refused says nothing of the right one.
      if (probe === "wrong-key") return [];
      const failure = probe === "answered" ? null : silentFailure(first.failure);
      const ofColumn = countOf(`column ${target.id}`, failure !== null);
      const ofProvider = countOf(`provider ${target.provider}`, failure !== null && commonKinds.has(failure.kind));
      if (failure === null) return [];
      if (ofProvider >= mostUnanswered) {
        return stop(
          targets.filter(({ provider }) => provider === target.provider),
          failure,
        );
      }
      return ofColumn >= mostUnanswered ? stop([target], failure) : [];
    },
    reasonOf: ({ id }) => stopped.get(id) ?? null,
  };
}

/** What a first turn that expects a refusal has shown: the one it expects, which is an answer; null: no such refusal. */
function probeOf(turn: Turn | undefined, { steps }: PlannedCase["scenario"]): "answered" | "wrong-key" | null {
  const failure = turn?.reply.failure ?? null;
  const expected = expectedRefusal(steps.find(({ id }) => id === turn?.step) ?? { expect: [] });
  if (turn === undefined || failure === null || expected === null) return null;
  const { change } = turn.request;
  if (!isAboutProbe({ failure, change }, expected)) return null;
  return change?.wrongKey === true ? "wrong-key" : "answered";
}

/** A failure of the first turn without any answer; null: there was an answer. */
function silentFailure(failure: ChatFailure | null): ChatFailure | null {
  if (failure === null || failure.phase === "body") return null;
  // A service that reports the time-out of its own model has asked it.
  if (failure.kind === "timeout" && failure.raw !== null) return null;
  return silentKinds.has(failure.kind) || (failure.status ?? 0) >= 500 ? failure : null;
}

function textOf({ kind, status, message }: ChatFailure): string {
  const short = message.length > 160 ? `${message.slice(0, 160)}…` : message;
  return `${kind}${status === null ? "" : `, HTTP ${status}`} (${short})`;
}
