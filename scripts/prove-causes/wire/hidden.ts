import { placeParts, type Seat } from "../../../src/verdict/experiment/hypotheses/place-parts.js";
import { type ProbedCell, wireValue } from "./cells.js";
import type { Seen } from "./read-body.js";

type Random = () => number;

/** One factor of a hidden cause: it acts where the factor has one of these values on the wire. */
export type HiddenFactor = { readonly id: string; readonly bad: ReadonlySet<string> };

/** A cause in the bytes: which requests fail, and how often. */
export type Hidden = {
  readonly factors: readonly HiddenFactor[];
  readonly rule: "all" | "any";
  readonly seat: Seat;
  readonly acts: (seen: Seen) => boolean;
  readonly rate: number;
  readonly base: number;
  /** Of two causes one of which suffices: each fails by itself. */
  readonly isIndependent: boolean;
};

/** The failure rate of a request under a hidden cause. */
export function hiddenRate({ factors, rule, acts, rate, base, isIndependent }: Hidden, seen: Seen): number {
  if (!acts(seen)) return base;
  if (factors.length === 0) return rate;
  const present = factors.filter(({ id, bad }) => bad.has(wireValue(id, seen))).length;
  if (rule === "all") return present === factors.length ? rate : base;
  if (present === 0) return base;
  return isIndependent ? 1 - (1 - rate) ** present : rate;
}

/** The factors that a hidden cause of a cell can be made of: those whose failing value the wire shows, and a level changes. */
export function usableFactors(cell: ProbedCell): readonly string[] {
  return cell.made.space.factors.map(({ id }) => id).filter((id) => curingLevels(cell, id).length > 0);
}

function curingLevels(cell: ProbedCell, id: string): readonly string[] {
  const before = wireValue(id, cell.failing);
  return [...(cell.atLevel.get(id) ?? [])].filter(([, seen]) => wireValue(id, seen) !== before).map(([level]) => level);
}

/** Values that fail: the failing one always, and those of some levels; one level at least cures. */
export function drawnFactor(cell: ProbedCell, id: string, random: Random): HiddenFactor {
  const levels = curingLevels(cell, id);
  const curing = levels[Math.floor(random() * levels.length)];
  const firstCures = random() < 0.7;
  const kept = levels.filter((level, at) => level !== curing && !(at === 0 && firstCures) && random() < 0.4);
  const cured = valueAt(cell, id, curing);
  const bad = new Set([wireValue(id, cell.failing), ...kept.map((level) => valueAt(cell, id, level))]);
  bad.delete(cured);
  return { id, bad };
}

export function valueAt(cell: ProbedCell, id: string, level: string | undefined): string {
  const seen = cell.atLevel.get(id)?.get(level ?? "");
  return seen === undefined ? "" : wireValue(id, seen);
}

/** Which requests a fault at a seat reaches. What the world may have either way is drawn. */
export function drawnSeat(seat: Seat, failing: Seen, random: Random): Hidden["acts"] {
  const isOfModel = seat === "model" || (seat !== "anywhere" && random() < 0.6);
  const either = random() < 0.5;
  const isHere: { readonly [part in Seat]: (seen: Seen) => boolean } = {
    anywhere: () => true,
    model: () => true,
    provider: ({ provider }) => provider === failing.provider,
    api: ({ provider, api }) => provider === failing.provider && api === failing.api,
    stream: ({ provider, api, isStreaming }) =>
      provider === failing.provider && isStreaming === failing.isStreaming && (either || api === failing.api),
    region: ({ provider, region }) => provider === failing.provider && region === failing.region,
    transport: ({ provider, client }) => client === failing.client && (either || provider === failing.provider),
  };
  return (seen) => isHere[seat](seen) && (!isOfModel || seen.model === failing.model || /kimi/.test(seen.model));
}

/** The places where the failing request is fine, its factors on the wire or not. */
export function finePlaces(cell: ProbedCell, hidden: Hidden): readonly string[] {
  return [...cell.atPlace].filter(([, seen]) => hiddenRate(hidden, seen) <= hidden.base).map(([id]) => id);
}

/** The seats that these fine places are the sign of; empty: no seat of the experiment has them. */
export function seatsOf({ made: { space } }: ProbedCell, fine: readonly string[]): readonly Seat[] {
  const bits = space.places.reduce((sum, { id }, at) => (fine.includes(id) ? sum | (1 << (at + 1)) : sum), 0);
  return [...new Set(placeParts(space).flatMap(({ seat, cures }) => (cures === bits ? [seat] : [])))];
}

/** True where a fine place is fine because the failing value is not in its body, and not because the fault is not there. */
export function isFineByAbsence(cell: ProbedCell, hidden: Hidden, place: string): boolean {
  const seen = cell.atPlace.get(place);
  return seen !== undefined && hidden.acts(seen) && hiddenRate(hidden, seen) <= hidden.base;
}

/** Seats that the cell's space can show. */
export function seatsIn({ made: { space } }: ProbedCell): readonly Seat[] {
  return ["anywhere", ...new Set(space.places.map(({ part }) => part))];
}
