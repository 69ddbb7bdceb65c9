import { changedOnTheWay, otherClientFine, readOtherwise } from "./bytes.js";
import { cutByRequest } from "./cut-short.js";
import { factorEverywhere, failsEverywhere, modelEverywhere } from "./everywhere.js";
import { probed } from "./probe.js";
import { factorAtProvider, otherApiFine, otherRegionFine, providerServes } from "./provider.js";
import { refused } from "./refusals.js";
import type { Rule } from "./rule.js";

/** The rules. **The order matters**: the first that fits names the party; a cell that none fits is `undetermined`. */
export const rules: readonly Rule[] = [
  readOtherwise,
  changedOnTheWay,
  refused,
  probed,
  cutByRequest,
  failsEverywhere,
  otherClientFine,
  factorEverywhere,
  factorAtProvider,
  otherApiFine,
  otherRegionFine,
  providerServes,
  modelEverywhere,
];
