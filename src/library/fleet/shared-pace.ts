import { createPace } from "../../runner/pace/create-pace.js";
import type { Slowed } from "../../runner/pace/lane.js";
import type { CallEnd, Pace, PacedCall, PaceLimits, Passage } from "../../runner/pace/pace.js";
import type { Timers } from "../../wire/transport/timers.js";
import type { Fleet } from "./database/fleet.js";
import { SlotLane } from "./slot-lane.js";
import { moveLane, pauseLane, takeSlots } from "./take-slots.js";

export type SharedPaceOptions = { readonly timers: Timers; readonly onSlowed: (slowed: Slowed) => void };

/** How long all workers wait where a service asks for fewer calls without saying how long. */
const unsaidWaitMs = 1_000;

/**
 * A pace that all workers of a fleet keep together. Requests a minute and tokens a minute are of the fleet: a worker takes up to eight calls of a
 * provider at once, and spaces them. A service that asks for fewer calls slows every worker. Calls under way at once, and tokens a day, are
 * of each worker alone.
 */
export function createSharedPace(fleet: Fleet, limits: PaceLimits, { timers, onSlowed }: SharedPaceOptions): Pace {
  const lanes = Object.fromEntries(
    Object.entries(limits.lanes).map(([provider, { inFlight }]) => [provider, { requestsPerMinute: null, inFlight }]),
  );
  const own = createPace({ ...limits, lanes }, { timers, onSlowed });
  const slots = new Map<string, SlotLane>();
  const laneOf = (provider: string): SlotLane => {
    const perMinute = limits.lanes[provider]?.requestsPerMinute ?? null;
    const spacingMs = perMinute === null ? 0 : 60_000 / perMinute;
    const lane =
      slots.get(provider) ?? new SlotLane(spacingMs, (calls) => takeSlots(fleet, provider, calls * spacingMs), timers);
    slots.set(provider, lane);
    return lane;
  };
  const quotasOf = ({ quotas, tokens }: PacedCall): readonly Drawn[] =>
    quotas.flatMap((name) => {
      const perMinute = limits.quotas[name]?.tokensPerMinute ?? null;
      return perMinute === null
        ? []
        : [{ name: `quota ${name}`, msOfToken: 60_000 / (perMinute * limits.quotaShare), tokens }];
    });
  return {
    take: async (call, signal) => {
      const passage = await own.take(call, signal);
      if (passage.kind !== "go") return passage;
      const drawn = quotasOf(call);
      const lane = laneOf(call.provider);
      try {
        if (!(await waitForQuotas(fleet, drawn, { signal, timers })) || !(await lane.take(signal))) {
          await passage.done(unsent);
          return { kind: "stopped" };
        }
      } catch (error) {
        await passage.done(unsent);
        throw error;
      }
      return { kind: "go", done: (end) => ended({ fleet, call, drawn, lane }, passage, end) };
    },
  };
}

const unsent: CallEnd = { usedTokens: 0, slowDown: null };

type Drawn = { readonly name: string; readonly msOfToken: number; readonly tokens: number };

type Waiting = { readonly signal: AbortSignal; readonly timers: Timers };

async function waitForQuotas(fleet: Fleet, drawn: readonly Drawn[], { signal, timers }: Waiting): Promise<boolean> {
  for (const { name, msOfToken, tokens } of drawn) {
    const lane = new SlotLane(0, () => takeSlots(fleet, name, tokens * msOfToken), timers);
    if (!(await lane.take(signal))) return false;
  }
  return true;
}

type Begun = {
  readonly fleet: Fleet;
  readonly call: PacedCall;
  readonly drawn: readonly Drawn[];
  readonly lane: SlotLane;
};

async function ended(
  { fleet, call, drawn, lane }: Begun,
  passage: Extract<Passage, { readonly kind: "go" }>,
  end: CallEnd,
): Promise<void> {
  await passage.done(end);
  const { slowDown, usedTokens } = end;
  if (slowDown !== null) {
    await pauseLane(fleet, call.provider, slowDown.retryAfterMs ?? unsaidWaitMs);
    lane.drop();
  }
  if (usedTokens === null) return;
  for (const { name, msOfToken, tokens } of drawn) await moveLane(fleet, name, (usedTokens - tokens) * msOfToken);
}
