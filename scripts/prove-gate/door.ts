import { parseArgs } from "node:util";
import { proveActed } from "./acted.js";
import { proveDetection } from "./detection.js";
import { showDuration } from "./duration.js";
import { proveEvents } from "./events.js";
import { proveFalseAlarms, proveLargeSuites } from "./false-alarms.js";
import type { Part } from "./part.js";
import { proveTails } from "./tails.js";
import { proveWho } from "./who.js";

/** `npm run prove -- gate`: prints every figure of the gate; 1 where one is missed, 2 for arguments that cannot be read, else 0. */
export function proveGate(args: readonly string[]): number {
  const options = readOptions(args);
  if (options === null) {
    console.error("prove -- gate takes --seed N (whole, default 1) and --suites N (whole, at least 1, default 12).");
    return 2;
  }
  const { seed, suites } = options;
  const parts: readonly (() => Part)[] = [
    () => proveTails(seed),
    () => showDuration(seed),
    () => proveFalseAlarms({ seed, suites, cells: 168 }),
    () => proveLargeSuites({ seed, suites: Math.ceil(suites / 2), cells: 1600 }),
    () => proveActed({ seed, suites: Math.ceil(suites / 4), nights: 20 }),
    () => proveDetection({ seed, suites: 2 * suites }),
    () => proveEvents(seed, suites),
    () => proveWho(seed),
  ];
  const missed = parts.flatMap((make) => {
    const part = make();
    console.log(`\n${part.title}\n\n${part.lines.join("\n")}`);
    return part.missed;
  });
  for (const words of missed) console.log(`MISSED: ${words}`);
  console.log(missed.length === 0 ? "\nEvery figure is reached." : `\n${missed.length} figures are missed.`);
  return missed.length === 0 ? 0 : 1;
}

function readOptions(args: readonly string[]): { readonly seed: number; readonly suites: number } | null {
  try {
    const options = { seed: { type: "string", default: "1" }, suites: { type: "string", default: "12" } } as const;
    const { values } = parseArgs({ args: [...args], options });
    const [seed, suites] = [Number(values.seed), Number(values.suites)];
    return Number.isInteger(seed) && seed >= 0 && Number.isInteger(suites) && suites >= 1 ? { seed, suites } : null;
  } catch {
    return null;
  }
}
