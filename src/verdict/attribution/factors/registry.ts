import { callCount, toolChoice } from "./calls.js";
import type { Asked, Factor } from "./factor.js";
import { idForm } from "./id-form.js";
import { sampling, thinking, tokenLimit } from "./limits.js";
import { reasoningHistory } from "./reasoning-history.js";
import { resultForm } from "./result-form.js";
import { gatewayOptions, servingOptions } from "./serving-options.js";
import { cachePoints, systemMessage } from "./surroundings.js";
import { blankText, textBeforeCall } from "./text-in-history.js";

/** Every factor, in the order in which they are listed. A new one is a file and its line here. */
export const factors: readonly Factor[] = [
  idForm,
  reasoningHistory,
  resultForm,
  blankText,
  textBeforeCall,
  callCount,
  toolChoice,
  tokenLimit,
  sampling,
  thinking,
  systemMessage,
  cachePoints,
  ...servingOptions,
  ...gatewayOptions,
];

/** The values of all factors of one request, by id; null: the request has nothing of the kind. */
export type FactorValues = { readonly [factor: string]: string | null };

/** Reads every factor of a request. */
export function factorsOf(asked: Asked): FactorValues {
  const values: { [factor: string]: string | null } = {};
  for (const { id, read } of factors) values[id] = read(asked);
  return values;
}

/** A factor by its id; undefined: not in the registry (`model-id` and `endpoint` are parts of the place). */
export function factorNamed(id: string): Factor | undefined {
  return factors.find((factor) => factor.id === id);
}
