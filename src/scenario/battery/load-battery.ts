import { failWith } from "../../source/fail-with.js";
import { issueAt } from "../../source/issue-at.js";
import { validate } from "../../source/validate.js";
import { parseYamlFile } from "../../source/yaml.js";
import { type Battery, batteryFile } from "./battery-file.js";

/** Reads the questions of `llm-parity identity`. Throws a SourceError with every mistake, also for an id or a question that comes twice. */
export function loadBattery(file: string): Battery {
  const document = parseYamlFile(file);
  const battery = validate(batteryFile, document);
  const issues = (["id", "ask"] as const).flatMap((member) => {
    const seen = new Map<string, number>();
    return battery.prompts.flatMap((prompt, index) => {
      const before = seen.get(prompt[member]);
      seen.set(prompt[member], before ?? index);
      if (before === undefined) return [];
      const message = `prompts[${before}] has the same ${member}`;
      return [issueAt(document, { path: ["prompts", index, member] }, { message, hint: "each prompt is another one" })];
    });
  });
  if (issues.length > 0) throw failWith(issues);
  return battery;
}
