import { chatFamilySamples } from "./invoke-samples/chat-families.js";
import { claudeAndNovaSamples } from "./invoke-samples/claude-and-nova.js";
import { promptFamilySamples } from "./invoke-samples/prompt-families.js";
import type { InvokeSample } from "./invoke-samples/sample.js";

/** One hand-written reply and stream for every body family of InvokeModel. */
export const invokeSamples: readonly InvokeSample[] = [
  ...claudeAndNovaSamples,
  ...chatFamilySamples,
  ...promptFamilySamples,
];

/** The samples of one family; throws if there are none. */
export function invokeSampleOf(family: string): InvokeSample {
  const found = invokeSamples.find((sample) => sample.family === family);
  if (found === undefined) throw new Error(`no sample of ${family}`);
  return found;
}
