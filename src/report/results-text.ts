import { isJsonObject } from "../chat/json.js";

/** With more elements than these, each stands on one line. */
const mostIndented = 2000;

/** Results as JSON, indented. Of a list of many cells or pairs each stands on one line: indentation would be two fifths of it. */
export function resultsText(results: unknown): string {
  if (!isJsonObject(results) || !Object.values(results).some(isLong)) return JSON.stringify(results, null, 2);
  const members = Object.entries(results).map(([name, value]) => `  ${JSON.stringify(name)}: ${memberText(value)}`);
  return `{\n${members.join(",\n")}\n}`;
}

function isLong(value: unknown): value is readonly unknown[] {
  return Array.isArray(value) && value.length > mostIndented;
}

function memberText(value: unknown): string {
  if (!isLong(value)) return JSON.stringify(value, null, 2).replaceAll("\n", "\n  ");
  return `[\n${value.map((one) => `    ${JSON.stringify(one)}`).join(",\n")}\n  ]`;
}
