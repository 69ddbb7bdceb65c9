import { type FalseShare, falseShare } from "./false-nights.js";
import { mean, type Part, share, table } from "./part.js";
import { learn, makeWorld, type Past, type SuiteKind, suiteKinds, type World } from "./world.js";

/** The share of nights with any false alarm that is accepted. */
const accepted = 0.05;

/** The correlations of the four columns of a suite. */
export const correlationRows: readonly (readonly [string, readonly number[]])[] = [
  ["0", [0, 0, 0, 0]],
  [".02", [0.02, 0.02, 0.02, 0.02]],
  [".05", [0.05, 0.05, 0.05, 0.05]],
  [".1", [0.1, 0.1, 0.1, 0.1]],
  ["0, .02, .05, .1", [0, 0.02, 0.05, 0.1]],
];

/** Nights that were measured before tonight: the 9th night is the first with a baseline; from 30 on, the correlation is estimated. */
const measured = [8, 12, 18, 29, 30];

export type FalseOptions = { readonly seed: number; readonly suites: number; readonly cells: number };

/** Suites of every kind, their baselines of 8 nights pinned, seen in several of the following nights. */
export function proveFalseAlarms({ seed, suites, cells }: FalseOptions): Part {
  const rows: (readonly (string | number)[])[] = [];
  const missed: string[] = [];
  for (const [name, correlations] of correlationRows) {
    for (const kind of kinds) {
      const worlds = Array.from({ length: suites }, (_, at) => {
        const world = makeWorld({ seed: seed * 1009 + at, kind, cells, correlations });
        return sharesOf(world);
      });
      const at = measured.map((_, index) => worlds.flatMap((shares) => shares[index] ?? []));
      const regressed = at.map((shares) => mean(shares.map((one) => one.regressed)));
      const learning = mean(regressed.slice(0, -1));
      const after = regressed.at(-1) ?? 1;
      const fixed = mean(at.flat().map((one) => one.fixed));
      rows.push([`${kind}, correlation ${name}`, ...regressed.map(share), share(learning), share(fixed)]);
      for (const [what, value] of [
        ["nights 9 to 30", learning],
        ["later nights", after],
      ] as const) {
        if (value > accepted)
          missed.push(`${kind}, correlation ${name}, ${what}: ${share(value)} of the nights are false`);
      }
    }
  }
  const head = ["false nights", ...measured.map((nights) => `night ${nights + 1}`), "9 to 30", "fixed"];
  return { title: `Any false alarm over ${cells} cells, ${suites} suites a line`, lines: table(head, rows), missed };
}

const kinds = Object.keys(suiteKinds).filter((kind): kind is SuiteKind => kind in suiteKinds);

function sharesOf(world: World): readonly FalseShare[] {
  const past = learn(world, "full", Math.max(...measured), 8);
  return measured.map((nights) => falseShare(world, first(past, nights)));
}

function first(past: Past, nights: number): Past {
  return { ...past, history: past.history.slice(0, nights) };
}

/** Large suites, where each cell has a stricter level. */
export function proveLargeSuites({ seed, suites, cells }: FalseOptions): Part {
  const rows = correlationRows.slice(0, 3).map(([name, correlations]) => {
    const shares = Array.from({ length: suites }, (_, at) => {
      const world = makeWorld({ seed: seed * 1013 + at, kind: "as measured", cells, correlations });
      return falseShare(world, learn(world, "full", 30, 8)).regressed;
    });
    return { name, value: mean(shares) };
  });
  return {
    title: `Any false alarm over ${cells} cells, after 30 nights, ${suites} suites a line`,
    lines: table(
      ["correlation", "false nights"],
      rows.map(({ name, value }) => [name, share(value)]),
    ),
    missed: rows.flatMap(({ name, value }) =>
      value > accepted ? [`${cells} cells, correlation ${name}: ${share(value)} of the nights are false`] : [],
    ),
  };
}
