import type { Scenario } from "./scenario.js";

/**
 * True for a scenario that is asked with the same bytes for ever (tag `canary`): `--nonce` does not vary it, so that another count of its
 * input tokens means that a template or tokenizer has changed.
 */
export function isCanary({ tags }: Pick<Scenario, "tags">): boolean {
  return tags.includes("canary");
}
