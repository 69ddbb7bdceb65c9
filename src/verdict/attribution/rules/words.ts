import type { DecidingFactor } from "../attribution.js";
import type { Control } from "../controls/judge-controls.js";
import type { Sample } from "../samples.js";
import { differsText } from "../shown-words.js";

/** `0 of 10 ok`: the counts as every report has them. */
export function okText({ bad, eligible }: Pick<Sample, "bad" | "eligible">): string {
  return `${eligible - bad} of ${eligible} ok`;
}

/** A control with its counts: `response-after-native-id on kimi-k2.5/bedrock/converse-stream, 10 of 10 ok`. */
function controlText({ sample }: Control): string {
  return `${sample.name}, ${okText(sample)}`;
}

/** Several controls in one phrase: the first two, and how many more. */
export function controlsText(controls: readonly Control[]): string {
  const shown = controls.slice(0, 2).map(controlText).join("; ");
  return controls.length <= 2 ? shown : `${shown}; and ${controls.length - 2} more`;
}

/** `The form of the ids decides: neutral fails, native is fine (10 of 10 ok, …).` */
export function cureText(control: Control): string {
  const { kind, difference, sample } = control;
  const name = differsText({ kind, differs: difference.id });
  const values = `${difference.failing ?? "not sent"} fails, ${difference.control ?? "not sent"} is fine`;
  return `${name.slice(0, 1).toUpperCase()}${name.slice(1)} decides: ${values} (${sample.name}, ${okText(sample)}).`;
}

/** The factor of a control, with its two values. */
export function decidingFactor({ difference: { id, failing, control } }: Control): DecidingFactor {
  return { id, failing, cures: control };
}
