import { seededRandom } from "../../src/chat/seeded-random.js";
import { type Baseline, pinBaseline } from "../../src/verdict/regression/baseline.js";
import { gate } from "../../src/verdict/regression/gate.js";
import { gateSizes } from "../../src/verdict/regression/gate-kinds.js";
import type { GateKind, GateResult } from "../../src/verdict/regression/gate-result.js";
import type { Night, NightCell } from "../../src/verdict/regression/night.js";
import { screen } from "../../src/verdict/regression/screen.js";
import { type Draw, drawFrom } from "./random.js";

/** The failure rates of a suite's cells. */
export const suiteKinds = {
  "as measured": ({ uniform }: Draw) => {
    const kind = uniform();
    if (kind < 0.45) return 0;
    return kind < 0.84 ? 0.005 + 0.045 * uniform() : 0.1 + 0.9 * uniform();
  },
  "all .5 to 5 %": ({ uniform }: Draw) => 0.005 + 0.045 * uniform(),
  "all 2 to 10 %": ({ uniform }: Draw) => 0.02 + 0.08 * uniform(),
  "all 10 to 50 %": ({ uniform }: Draw) => 0.1 + 0.4 * uniform(),
} as const;
export type SuiteKind = keyof typeof suiteKinds;

/** A cell of a made-up provider, with its true failure rate and its column's true correlation. */
export type TrueCell = {
  readonly cell: string;
  readonly column: string;
  readonly rate: number;
  readonly correlation: number;
};

export type WorldOptions = {
  readonly seed: number;
  readonly kind: SuiteKind;
  readonly cells: number;
  /** One a column; cells are dealt to them in turn. */
  readonly correlations: readonly number[];
};

/** A made-up suite whose nights can be played through the gate. */
export type World = {
  readonly cells: readonly TrueCell[];
  readonly draw: Draw;
  readonly seed: number;
};

export function makeWorld({ seed, kind, cells, correlations }: WorldOptions): World {
  const draw = drawFrom(seededRandom(seed));
  const made = Array.from({ length: cells }, (_, at): TrueCell => {
    const column = at % correlations.length;
    const name = `c${String(column)}/t${String(at).padStart(4, "0")}`;
    return { cell: name, column: `c${column}`, rate: suiteKinds[kind](draw), correlation: correlations[column] ?? 0 };
  });
  return { cells: made, draw, seed };
}

/** The id of the night so many days after the first. */
export function nightId(day: number): string {
  return new Date(Date.UTC(2026, 0, 1 + day)).toISOString().slice(0, 10);
}

/** The night's own rate of each cell, and its first trials. `rates`: other rates than the true ones, by cell. */
type Begun = { readonly night: Night; readonly rates: ReadonlyMap<string, number> };

export type NightOptions = {
  readonly day: number;
  readonly screen: number;
  /** Other long-run rates than the true ones. */
  readonly changed?: ReadonlyMap<string, number>;
};

/** Asks the planned trials of every cell. */
export function begin({ cells, draw }: World, { day, screen: trials, changed }: NightOptions): Begun {
  const rates = new Map<string, number>();
  const asked = cells.map(({ cell, column, rate, correlation }): NightCell => {
    const tonight = draw.nightRate(changed?.get(cell) ?? rate, correlation);
    rates.set(cell, tonight);
    const counts = { eligible: trials, bad: draw.binomial(trials, tonight) };
    return { cell, column, suite: null, ...counts, excluded: 0, unavailable: 0, screened: counts };
  });
  return { night: { id: nightId(day), cells: asked, rules: "r1" }, rates };
}

export type Past = { readonly kind: GateKind; readonly baseline: Baseline | null; readonly history: readonly Night[] };

/** Plays a whole night: planned trials, suspects asked again, the gate. */
export function play(
  world: World,
  past: Past,
  options: NightOptions,
): { readonly night: Night; readonly result: GateResult } {
  const begun = begin(world, options);
  const night = confirmed(world, past, begun);
  return { night, result: gate({ ...past, tonight: night }) };
}

function confirmed({ draw, seed }: World, past: Past, { night, rates }: Begun): Night {
  const again = new Set(screen({ ...past, tonight: night }, seed).confirm);
  const { confirm } = gateSizes[past.kind];
  const cells = night.cells.map((cell) => {
    if (!again.has(cell.cell)) return cell;
    const more = draw.binomial(confirm, rates.get(cell.cell) ?? 0);
    return { ...cell, eligible: cell.eligible + confirm, bad: cell.bad + more };
  });
  return { ...night, cells };
}

/** The first nights, and the baseline that is pinned from the last of them. */
export function learn(world: World, kind: GateKind, nights: number, pinned: number): Past {
  const { screen: trials } = gateSizes[kind];
  const history = Array.from({ length: nights }, (_, day) => begin(world, { day, screen: trials }).night);
  const none = new Set<string>();
  return {
    kind,
    history,
    baseline: pinBaseline({ nights: history.slice(0, pinned), masked: () => none, reason: null }),
  };
}
