import type { Result } from "../../src/verdict/experiment/result.js";
import type { Arm, PlaceChoice, Space } from "../../src/verdict/experiment/space.js";

/** What is wrong in a made-up world, and how its calls answer. Rates are failure rates. */
export type World = {
  readonly space: Space;
  /** Null: there is no one cause to name. */
  readonly truth: Truth | null;
  /** Without a cause: the results that are right. */
  readonly right?: readonly Result["kind"][];
  /** The failure rate of a call, and who serves it. */
  readonly rate: (arm: Arm, call: number, upstream: string | null) => number;
  readonly voids?: number;
  readonly refuses?: (arm: Arm) => boolean;
  readonly upstreams?: readonly string[];
  /** Equal bodies give the reply of the first one. */
  readonly isCached?: boolean;
};

/** The cause that has to be named. */
export type Truth = {
  readonly factors: readonly string[];
  readonly rule: "all" | "any";
  readonly seat: PlaceChoice["part"] | "anywhere";
};

type Random = () => number;

/** A cause in the request or not, somewhere: at `rate` where it acts, at `base` elsewhere. */
export type Fault = Truth & {
  readonly rate: number;
  readonly base: number;
  /** Levels that do not cure, as "factor=level". */
  readonly idle: ReadonlySet<string>;
  /** Failure rates of levels that cure in part. */
  readonly partly: ReadonlyMap<string, number>;
  /** Places that cure. */
  readonly fine: ReadonlySet<string>;
  /** Two causes of which one suffices act independently. */
  readonly isIndependent: boolean;
};

/** The failure rate of an arm under a fault. */
export function rateUnder(space: Space, fault: Fault, arm: Arm): number {
  if (arm.place !== null && fault.fine.has(arm.place)) return fault.base;
  const { factors, rule, rate, base } = fault;
  if (factors.length === 0) return rate;
  const kept = factors.map((factor) => keptRate(space, fault, { factor, arm }));
  if (rule === "all") return Math.max(Math.min(rate, ...kept), base);
  if (fault.isIndependent) return Math.max(1 - kept.reduce((ok, one) => ok * (1 - one), 1), base);
  return Math.max(base, ...kept);
}

/** The rate that is left of one factor: the fault's, if it is kept or its level is idle. */
function keptRate(
  space: Space,
  { rate, idle, partly }: Fault,
  { factor, arm }: { readonly factor: string; readonly arm: Arm },
): number {
  const isSwept = space.factors.some(({ id, levels }) =>
    levels.some((level) => level.id === arm.changed[id] && level.contains.includes(factor)),
  );
  const level = arm.changed[factor];
  if (isSwept) return 0;
  if (level === undefined) return rate;
  const key = `${factor}=${level}`;
  return idle.has(key) ? rate : (partly.get(key) ?? 0);
}

/** The places that cure a seat, drawn where the world may be either way. */
export function finePlaces(space: Space, seat: Truth["seat"], random: Random): ReadonlySet<string> {
  const parts: { readonly [part in Truth["seat"]]: readonly string[] } = {
    anywhere: [],
    provider: ["provider"],
    api: ["api", "provider"],
    stream: random() < 0.6 ? ["stream", "api", "provider"] : ["stream", "provider"],
    region: ["region", "provider"],
    transport: random() < 0.5 ? ["transport"] : ["transport", "provider"],
    model: ["model"],
  };
  const isOfModel = seat !== "anywhere" && random() < 0.6;
  return new Set(
    space.places
      .filter(({ part }) => parts[seat].includes(part) || (isOfModel && part === "model"))
      .map(({ id }) => id),
  );
}

/** A fault of these parts; levels that do not cure are drawn for factors with more than one. */
export function faultOf(
  space: Space,
  { factors, rule, seat }: Truth,
  { rate, base, random }: { readonly rate: number; readonly base: number; readonly random: Random },
): Fault {
  const idle = new Set<string>();
  for (const id of factors) {
    const levels = space.factors.find((factor) => factor.id === id)?.levels ?? [];
    const curing = Math.floor(random() * levels.length);
    const firstCures = random() < 0.7;
    levels.forEach((level, index) => {
      const cures = index === curing || (index === 0 && firstCures) || random() < 0.6;
      if (!cures) idle.add(`${id}=${level.id}`);
    });
  }
  return {
    factors,
    rule,
    seat,
    rate,
    base,
    idle,
    partly: new Map(),
    fine: finePlaces(space, seat, random),
    isIndependent: random() < 0.5,
  };
}
