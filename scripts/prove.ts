import { defaultRule } from "../src/verdict/statistics/sequential-test.js";
import { confirmedRates, confirmRate, disagreements } from "../test/broken/confirm.js";
import { runControls } from "../test/broken/controls.js";
import { effectTable } from "../test/broken/effect-table.js";
import { characteristicAt } from "../test/broken/operating-characteristics.js";
import { type Proof, proveCatalogue } from "../test/broken/prove.js";
import { proveCauses, sampleCauses } from "./prove-causes/wire/door.js";
import { proveGate } from "./prove-gate/door.js";
import { proveIdentity } from "./prove-identity/door.js";

// `npm run prove -- causes [--runs N] [--rows PART] [--workers N] [--first SEED] [--results FILE]` lets the experiment find causes that are
// hidden in the bytes, and nothing else. `npm run prove -- gate [--seed N] [--suites N]` measures the gate of the nights. `npm run prove -- identity [--runs N] [--first SEED] [--rows PART]` asks
// simulated pairs of sources whether they are one. Without arguments it prints every seeded fault with the expected and the actual findings, the clean controls, and the totals; exits with 1
// when a fault was missed or a control raised an alarm.

const [chosen, ...options] = process.argv.slice(2);
if (chosen === "causes") {
  process.exit(await proveCauses(options));
} else if (chosen === "gate") {
  process.exit(proveGate(options));
} else if (chosen === "identity") {
  process.exit(proveIdentity(options));
} else if (chosen !== undefined) {
  console.error(`There is no proof "${chosen}": say causes, gate, identity, or nothing.`);
  process.exit(2);
}

const proofs = await proveCatalogue();
const controls = await runControls();
const missed = proofs.filter(({ expected, found }) => expected !== found);
const alarms = controls.filter(({ found }) => found !== "ok");

console.log("| fault | scenario | APIs | expected | found |\n| --- | --- | --- | --- | --- |");
for (const [fault, group] of grouped(proofs)) {
  const [first] = group;
  const found = [...new Set(group.map((one) => one.found))].join(" / ");
  const apis = group.map(({ api }) => api).join(", ");
  console.log(`| ${fault} | ${first?.scenario ?? ""} | ${apis} | ${first?.expected ?? ""} | ${found} |`);
}
for (const { fault, api, expected, found } of missed)
  console.log(`MISSED: ${fault} on ${api}: expected ${expected}, found ${found}`);
for (const { model, chunks, scenario, api, found } of alarms) {
  console.log(`FALSE ALARM: ${model}, ${chunks}, ${scenario} on ${api}: ${found}`);
}
const faults = new Set(proofs.map(({ fault }) => fault)).size;
console.log(
  `\n${faults} seeded faults, ${proofs.length - missed.length} of ${proofs.length} runs found by the right name and nothing else; ` +
    `${alarms.length} false alarms in ${controls.length} clean controls.`,
);
const { acceptable, unacceptable, alpha, cap } = defaultRule;
console.log(
  `\nThe sequential test, ${acceptable} against ${unacceptable}, each error at most ${alpha}, at most ${cap} trials; computed exactly:\n`,
);
console.log(
  "| failure rate | pass | flaky | fail | inconclusive | mean trials | 95th percentile | lower bound holds | upper bound holds |",
);
console.log("| ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
for (const rate of [1, 0.4, 0.1, 0.05, 0.02, 0]) {
  const { claims, meanTrials, percentile95, coverage } = characteristicAt(rate);
  const shares = [claims.pass, claims.flaky, claims.fail, claims.inconclusive].map((p) => p.toFixed(4));
  const bounds = [coverage.lower, coverage.upper].map((p) => p.toFixed(4));
  console.log(`| ${[rate, ...shares, meanTrials.toFixed(1), percentile95, ...bounds].join(" | ")} |`);
}
const runs = 200;
console.log(`\nThe same by asking the simulator until the test decides, ${runs} seeds each:\n`);
console.log(
  "| failure rate | fault | pass | flaky | fail | inconclusive | mean trials | 95th percentile | lower bound held | upper bound held | equal pairs called different |",
);
console.log("| ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
const astray: string[] = [];
for (const one of confirmedRates) {
  const confirmed = await confirmRate(one, runs);
  const { rate, fault, claims, meanTrials, percentile95, coverage, calledDifferent } = confirmed;
  const shares = [claims.pass, claims.flaky, claims.fail, claims.inconclusive].map((p) => p.toFixed(3));
  const bounds = [coverage.lower, coverage.upper].map((p) => p.toFixed(3));
  const pairs = `${calledDifferent.different} of ${calledDifferent.pairs}`;
  const cells = [rate, rate === 0 ? "none" : fault, ...shares, meanTrials.toFixed(1), percentile95, ...bounds, pairs];
  console.log(`| ${cells.join(" | ")} |`);
  astray.push(...disagreements(confirmed));
}
for (const sentence of astray) console.log(`ASTRAY: ${sentence}`);
console.log(`\n${effectTable()}`);
console.log("\nCauses hidden in the bytes, a sample (`npm run prove -- causes` runs them all):\n");
await sampleCauses();
process.exitCode = astray.length + missed.length + alarms.length > 0 ? 1 : 0;

function grouped(all: readonly Proof[]): ReadonlyMap<string, readonly Proof[]> {
  const groups = new Map<string, Proof[]>();
  for (const one of all) groups.set(one.fault, [...(groups.get(one.fault) ?? []), one]);
  return groups;
}
