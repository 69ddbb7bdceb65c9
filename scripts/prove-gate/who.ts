import { seededRandom } from "../../src/chat/seeded-random.js";
import { counterTest, type Who, whoChanged } from "../../src/verdict/regression/change/who-changed.js";
import { type Part, table } from "./part.js";
import { drawFrom } from "./random.js";

const cases = 50;
const wanted = 45;
const correlation = 0.02;

/** Rates of bad trials today: of our request, and of the last good night's. */
const changes = [
  { who: "we", ours: 0.4, theirs: 0 },
  { who: "we", ours: 1, theirs: 0 },
  { who: "provider", ours: 0.4, theirs: 0.4 },
  { who: "provider", ours: 1, theirs: 1 },
  { who: "both", ours: 1, theirs: 0.4 },
  { who: "both", ours: 0.9, theirs: 0.4 },
] as const;

/** Changed requests, changed providers and both, told apart by sending the old bytes beside the new ones. */
export function proveWho(seed: number): Part {
  const { binomial, nightRate } = drawFrom(seededRandom(seed * 1033));
  const known = { bad: 0, eligible: 96, perNight: 12 };
  const rows = changes.map(({ who, ours, theirs }) => {
    const found = Array.from({ length: cases }, () => {
      const rates = [nightRate(ours, correlation), ours === theirs ? null : nightRate(theirs, correlation)] as const;
      return ask(rates[0], rates[1] ?? rates[0]);
    });
    return { who, ours, theirs, right: count(found, who), open: count(found, "cannot-tell") };
  });
  return {
    title: `Who changed, ${cases} cases a line`,
    lines: table(
      ["changed", "ours bad", "theirs bad", "right", "open", "wrong"],
      rows.map(({ who, ours, theirs, right, open }) => [who, ours, theirs, right, open, cases - right - open]),
    ),
    missed: rows.flatMap(({ who, ours, right }) =>
      right < wanted ? [`${who} changed, ours ${ours}: told in ${right} of ${cases}, wanted ${wanted}`] : [],
    ),
  };

  function ask(ours: number, theirs: number): Who {
    let test = { ours: { eligible: 0, bad: 0 }, theirs: { eligible: 0, bad: 0 } };
    for (;;) {
      const { batch } = counterTest;
      test = {
        ours: { eligible: test.ours.eligible + batch, bad: test.ours.bad + binomial(batch, ours) },
        theirs: { eligible: test.theirs.eligible + batch, bad: test.theirs.bad + binomial(batch, theirs) },
      };
      const said = whoChanged({ request: "changed", judgedAlike: true, test, known, correlation });
      if (said.more === 0) return said;
    }
  }
}

function count(found: readonly Who[], wantedWho: Who["who"]): number {
  return found.filter(({ who }) => who === wantedWho).length;
}
