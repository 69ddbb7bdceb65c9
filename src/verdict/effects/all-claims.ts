import type { CheckName } from "../checks/check.js";
import { checks } from "../checks/registry.js";
import { effectChecks } from "./effect-checks.js";

/** Every claim that a cell is judged by: the checks of single turns, then those of parameters over all trials. */
export const allClaims: readonly CheckName[] = [...checks, ...effectChecks];
