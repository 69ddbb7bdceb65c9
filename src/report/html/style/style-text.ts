import { trialStyles } from "../trial/trial-styles.js";
import { cell } from "./cell.js";
import { parts } from "./parts.js";
import { print } from "./print.js";
import { theme } from "./theme.js";

/** The page's style, in the order in which later rules win. */
export const styleText: string = [theme, parts, cell, trialStyles, print].join("").replace(/\n/g, "");
