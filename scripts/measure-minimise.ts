import { unitsOf } from "../src/verdict/minimise/units/units-of.js";
import { samples } from "./minimise/sample-requests.js";
import { isExact, simulate } from "./minimise/simulate.js";

// Prints, for requests of ten kinds, refusals and a failure that is not monotone, how many searches of the simulated outcomes end at
// exactly what is needed, and in how many calls: `npx tsx scripts/measure-minimise.ts 40`. Exits with 1 where one does not.

const runs = Number(process.argv[2] ?? 40);
const only = process.argv[3] ?? "";
console.log(`| request (units → left) | rate | exact of ${runs} | median calls | 95th percentile | design |`);
console.log("| --- | ---: | ---: | ---: | ---: | ---: |");
for (const sample of samples.filter(({ name }) => name.startsWith(only))) {
  for (const [column, rate] of [1, 0.4, 0.2].entries()) {
    const results = Array.from({ length: runs }, (_, seed) => simulate(sample, { rate, seed: seed + 1 }));
    const exact = results.filter((result) => isExact(sample, result)).length;
    if (exact < runs) process.exitCode = 1;
    const calls = results.map((result) => result.calls).toSorted((a, b) => a - b);
    const at = (share: number) => calls[Math.min(calls.length - 1, Math.floor(share * calls.length))];
    const size = `${unitsOf(sample.request).length} → ${sample.needed.length || results[0]?.stays.length}`;
    console.log(
      `| ${[`${sample.name} (${size})`, rate, exact, at(0.5), at(0.95), sample.design?.[column] ?? "–"].join(" | ")} |`,
    );
  }
}
