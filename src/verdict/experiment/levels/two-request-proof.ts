import type { JsonValue } from "../../../chat/json.js";
import type { Target } from "../../../chat/target.js";
import { differencePatch, type PatchOperation } from "../../evidence/json-patch.js";
import { bodyShapeOf, isNamed } from "./body-shape.js";
import { flips } from "./flips/registry.js";

/** Two bodies that differ in one factor. `failing`, `changed`: as they are sent. */
export type Bodies = { readonly failing: JsonValue; readonly changed: JsonValue };

/**
 * The two-request proof as it can be shown. `pointers`: every place that differs, each once; an index counts in the changed body, and
 * for what was removed in the failing one. `stray`: those that none of the changed factors may touch, so that the pair would prove
 * nothing; null: a body of this family is not checked.
 */
export type TwoRequestProof = Bodies & {
  readonly patch: readonly PatchOperation[];
  readonly pointers: readonly string[];
  readonly stray: readonly string[] | null;
};

/** Compares the bodies of a failing request and of the same with some factors changed, both for one target. */
export function twoRequestProof(bodies: Bodies, factors: readonly string[], target: Target): TwoRequestProof {
  const patch = differencePatch(bodies.failing, bodies.changed);
  const pointers = [...new Set(patch.map(({ path }) => path))];
  const shape = bodyShapeOf(target);
  const named =
    shape === null ? null : flips.filter(({ id }) => factors.includes(id)).flatMap((flip) => flip.pointers[shape]);
  return {
    ...bodies,
    patch,
    pointers,
    stray: named === null ? null : pointers.filter((pointer) => !isNamed(pointer, named)),
  };
}
