import type { Timers } from "../../wire/transport/timers.js";
import { Lane, type Slowed } from "./lane.js";
import type { CallEnd, LaneLimits, Pace, PacedCall, PaceLimits, Passage, QuotaLimits } from "./pace.js";
import { Quota } from "./quota.js";

type Waiting = {
  readonly call: PacedCall;
  readonly lane: Lane;
  readonly quotas: readonly { readonly name: string; readonly quota: Quota }[];
  readonly resolve: (passage: Passage) => void;
};

/** Node takes a longer delay for none. */
const longestTimerMs = 2 ** 30;

const noLaneLimits: LaneLimits = { requestsPerMinute: null, inFlight: null };
const noQuotaLimits: QuotaLimits = { tokensPerMinute: null, tokensPerDay: null };

/**
 * The pace of one process. A call waits for its lane and for each of its quotas; one that waits for a quota does not hold up those that need
 * another. `onSlowed`: called when a service has asked for fewer calls.
 */
export function createPace(
  limits: PaceLimits,
  { timers, onSlowed }: { readonly timers: Timers; readonly onSlowed: (slowed: Slowed) => void },
): Pace {
  const lanes = new Map<string, Lane>();
  const quotas = new Map<string, Quota>();
  const waiting = new Set<Waiting>();
  /** Quotas of a day that are used up: a later call that would fit is refused too, so that what is left out follows the order. */
  const usedUp = new Set<string>();
  let cancelTimer = (): void => undefined;

  const letGo = (): void => {
    cancelTimer();
    const now = timers.now();
    let next = Number.POSITIVE_INFINITY;
    for (const one of waiting) {
      const at = readyAt(one, { now, usedUp, share: limits.quotaShare });
      if (typeof at === "number" && at > now) {
        next = Math.min(next, at);
        continue;
      }
      waiting.delete(one);
      one.resolve(typeof at === "number" ? begin(one, now) : at);
    }
    // A lane that is full and a quota that waits for calls under way go on when a call ends.
    cancelTimer =
      next === Number.POSITIVE_INFINITY ? () => undefined : timers.after(Math.min(next - now, longestTimerMs), letGo);
  };

  const begin = ({ call, lane, quotas: drawn }: Waiting, begunAt: number): Passage => {
    lane.begin(begunAt);
    for (const { quota } of drawn) quota.begin(call.tokens, begunAt);
    const done = async (end: CallEnd): Promise<void> => {
      const waitMs = lane.end(end, begunAt, timers.now());
      for (const { quota } of drawn) quota.end(call.tokens, end.usedTokens);
      if (waitMs !== null) onSlowed({ provider: call.provider, waitMs, perMinute: lane.perMinute });
      letGo();
    };
    return { kind: "go", done };
  };

  return {
    take: (call, signal) => {
      if (signal.aborted) return Promise.resolve({ kind: "stopped" });
      return new Promise((resolve) => {
        const lane = lanes.get(call.provider) ?? new Lane(limits.lanes[call.provider] ?? noLaneLimits);
        lanes.set(call.provider, lane);
        const drawn = call.quotas.map((name) => {
          const quota = quotas.get(name) ?? new Quota(limits.quotas[name] ?? noQuotaLimits, limits.quotaShare);
          quotas.set(name, quota);
          return { name, quota };
        });
        const onAbort = (): void => {
          waiting.delete(one);
          resolve({ kind: "stopped" });
          letGo();
        };
        const one: Waiting = {
          ...{ call, lane, quotas: drawn },
          resolve: (passage) => {
            signal.removeEventListener("abort", onAbort);
            resolve(passage);
          },
        };
        signal.addEventListener("abort", onAbort, { once: true });
        waiting.add(one);
        letGo();
      });
    },
  };
}

type Moment = { readonly now: number; readonly usedUp: Set<string>; readonly share: number };

/** When a call may go; infinite: after another has ended. Or why it may not. */
function readyAt({ call, lane, quotas }: Waiting, { now, usedUp, share }: Moment): number | Passage {
  let at = lane.isFull ? Number.POSITIVE_INFINITY : lane.nextAt;
  for (const { name, quota } of quotas) {
    const minute = quota.exceededBy(call.tokens);
    if (minute !== null) {
      const reason = `a call reserves ${call.tokens} tokens, and the quota ${name} has ${minute} a minute`;
      return { kind: "refused", reason };
    }
    const fit = usedUp.has(name) ? "used-up" : quota.fitsDay(call.tokens, now);
    if (fit === "used-up") {
      usedUp.add(name);
      return { kind: "refused", reason: `--quota-share ${share} of the tokens a day of ${name} is used up` };
    }
    at = Math.max(at, fit === "later" ? Number.POSITIVE_INFINITY : quota.nextAt);
  }
  return at;
}
