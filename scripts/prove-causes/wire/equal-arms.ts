import { seededRandom } from "../../../src/chat/seeded-random.js";
import { thresholdAfter } from "../../../src/verdict/experiment/options.js";
import { standingOf } from "../../../src/verdict/experiment/proof/contrast.js";
import type { Round } from "../../../src/verdict/statistics/sequential-difference.js";

const [runs, pairs] = [2000, 200];
const same = { values: new Int8Array(0), place: 0 };

/**
 * Two arms that are equal, judged as the experiment judges a proof, after every pair: how often a difference is "proved" all the same.
 * The rule promises at most one run in fifty, whatever the rate and whatever the search expected.
 */
export function equalArms(): { readonly text: string; readonly worst: number } {
  const rows = [0.02, 0.1, 0.2, 0.4, 0.7, 0.95].flatMap((rate) =>
    [0.01, rate].map((expected) => ({ rate, expected, proved: provedIn({ rate, expected }) })),
  );
  const lines = rows.map(
    ({ rate, expected, proved }) =>
      `| ${Math.round(rate * 100)} % | ${expected} | ${runs} | ${proved} | ${((100 * proved) / runs).toFixed(2)} % |`,
  );
  const head = [
    `| both arms fail at | right arm expected at | runs of ${pairs} pairs | called different | share |`,
    "| ---: | ---: | ---: | ---: | ---: |",
  ];
  return { text: [...head, ...lines].join("\n"), worst: Math.max(...rows.map(({ proved }) => proved / runs)) };
}

function provedIn({ rate, expected }: { readonly rate: number; readonly expected: number }): number {
  const contrast = {
    kind: "factor",
    about: "",
    left: same,
    right: same,
    expected: { left: rate, right: expected },
  } as const;
  const seeds = Array.from({ length: runs }, (_, seed) => seed + 1);
  return seeds.filter((seed) => {
    const random = seededRandom(seed * 31 + Math.round(rate * 1000));
    const rounds = Array.from({ length: pairs }, (): Round => [random() < rate, random() < rate]);
    return standingOf(contrast, rounds, thresholdAfter(0)).isProved;
  }).length;
}
