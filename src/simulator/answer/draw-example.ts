import type { AssistantPart } from "../../chat/message.js";
import type { Step } from "../../scenario/scenario.js";
import { createRandom, type Random } from "../random.js";
import type { ModelRequest } from "../request/model-request.js";

/**
 * The reply of a good model to a step: one of its examples, which sampling draws. The first where the request leaves nothing to chance
 * (temperature 0, top-k 1, a top-p near 0); the same one for the same seed.
 */
export function drawExample(step: Step, { settings }: ModelRequest, random: Random): readonly AssistantPart[] {
  if (step.variants.length === 0) return step.example;
  const { temperature, topK, topP, seed } = settings;
  const isFixed = temperature === 0 || topK === 1 || (typeof topP === "number" && topP <= leastTopP);
  const source = typeof seed === "number" ? createRandom(`seed ${seed} of ${step.say ?? ""}`) : random;
  const drawn = isFixed ? 0 : source.below(step.variants.length + 1);
  const text = step.variants[drawn - 1];
  return text === undefined ? step.example : [{ kind: "text", text }];
}

/** At most this leaves the most likely word alone. */
const leastTopP = 0.01;
