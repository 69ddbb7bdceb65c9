import type { Target } from "../../chat/target.js";
import type { WireChange } from "../../chat/wire-change.js";
import type { Step } from "../scenario.js";
import { canExclude } from "./other-upstream.js";
import type { ApiPatch } from "./step-change.js";

/** Whom a change is for, as far as it matters. */
export type ChangedTarget = Pick<Target, "api" | "quirks" | "auth" | "provider">;

/** What a step changes in its request to a target; null: nothing. See {@link unsaid} for steps that say nothing to a target. */
export function changeFor({ change }: Pick<Step, "change">, target: ChangedTarget): WireChange | null {
  if (change === null) return null;
  const { patches, ...rest } = change;
  const at = patchAt(patches ?? [], target);
  return { ...rest, operations: patches?.[at]?.operations ?? [] };
}

/** The index of the patch for a target: the first that names its API and its body family; -1: none does. */
export function patchAt(patches: readonly ApiPatch[], { api, quirks }: ChangedTarget): number {
  return patches.findIndex(
    ({ apis, families }) =>
      (apis === null || apis.includes(api)) &&
      (families === null || (quirks.family !== null && families.includes(quirks.family))),
  );
}

/** Why a step cannot be said to a target; null: it can. */
export function unsaid(
  { id, change, otherUpstream }: Pick<Step, "id" | "change" | "otherUpstream">,
  target: ChangedTarget,
): string | null {
  if (otherUpstream && !canExclude(target)) {
    return `the step ${id} asks for another upstream, and a request to ${target.provider} cannot say so`;
  }
  if (change === null) return null;
  if (change.wrongKey && target.auth === "none") return `the step ${id} sends a wrong key, and this target takes none`;
  if (change.patches === null || patchAt(change.patches, target) !== -1) return null;
  const { api, quirks } = target;
  const form = quirks.family !== null && api.startsWith("invoke-model") ? `${api} (${quirks.family})` : api;
  return `the step ${id} has no patch for ${form}: it cannot be said there`;
}
