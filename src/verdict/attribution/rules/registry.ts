import { changedOnTheWay, readOtherwise } from "./bytes.js";
import { factorEverywhere, failsEverywhere, modelEverywhere } from "./everywhere.js";
import { factorAtProvider, otherApiFine, providerServes } from "./provider.js";
import { refused } from "./refusals.js";
import type { Rule } from "./rule.js";

/** The rules. **The order matters**: the first that fits names the party; a cell that none fits is `undetermined`. */
export const rules: readonly Rule[] = [
  readOtherwise,
  changedOnTheWay,
  refused,
  failsEverywhere,
  factorEverywhere,
  factorAtProvider,
  otherApiFine,
  providerServes,
  modelEverywhere,
];
