import { htmlReporter } from "../html/html-reporter.js";
import { jsonReporter } from "./json.js";
import { junitReporter } from "./junit.js";
import { markdownReporter } from "./markdown.js";
import type { Reporter } from "./reporter.js";

/** Every report format, in the order of `--help`. A new format is a file beside this one and a line here. */
export const reporters: readonly Reporter[] = [htmlReporter, markdownReporter, jsonReporter, junitReporter];
