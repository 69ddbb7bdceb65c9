import { reporters } from "../../src/report/reporters/registry.js";
import type { Reporter } from "../../src/report/reporters/reporter.js";
import { place } from "./hostile-input.js";

/** What a reporter that is rendered at once makes of an input; `""`: there is nothing to write. */
export function renderNow(format: string, input: Parameters<Reporter["render"]>[0]): string {
  const text = reporters.find(({ name }) => name === format)?.render(input, place) ?? "";
  if (typeof text !== "string") throw new TypeError(`${format} is not rendered at once`);
  return text;
}
