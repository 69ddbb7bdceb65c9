import type { ExperimentEvent } from "../../library/experiment/experiment-run.js";
import { armText, believedText } from "../../report/experiment/result-text.js";
import type { Space } from "../../verdict/experiment/space.js";

/** One line of the progress of an experiment: what is believed, and why the next calls are made; or what a call showed. */
export function progressText(event: ExperimentEvent, space: Space, budget: number): string {
  if (event.kind === "batch") {
    const [top] = event.believed.causes;
    const believed = top === undefined ? "no likely cause yet" : `most likely: ${believedText(top, space)}`;
    return `${believed}; next: ${event.why}`;
  }
  const { call, findings, why } = event.kept;
  const said = why ?? findings.join(", ");
  return `[${call.call}/${budget}] ${armText(call.arm, space)}: ${call.outcome}${said === "" ? "" : ` (${said})`}`;
}
