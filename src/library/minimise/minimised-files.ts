import type { JsonValue } from "../../chat/json.js";
import { nonceOf } from "../../runner/trial/nonce.js";
import { sameJson } from "../../verdict/checks/same-json.js";
import { differencePatch } from "../../verdict/evidence/json-patch.js";
import type { PlacedRequest } from "../../verdict/experiment/places/place.js";
import { withReference } from "../experiment/ask-arms.js";
import { pairReference } from "../experiment/reference-of.js";
import type { MinimiseRun } from "./minimise-run.js";
import type { Minimised } from "./run-minimise.js";

/** The files of a result, by their names in its folder. `working` and `difference` null: there is no such body. */
export type MinimisedFiles = {
  readonly failing: string;
  readonly working: string | null;
  readonly difference: string | null;
};

type Writing = Pick<MinimiseRun, "minimisation" | "control" | "store">;

/**
 * Writes the smallest request as `minimised/failing.json`, as its last call sent it; where the control was asked, its body as
 * `minimised/working.json`, and how the two differ where both speak one API. Null: nothing failed, so there is no such request.
 */
export async function writeMinimised(
  { result, control: proof, calls }: Minimised,
  { minimisation, control, store }: Writing,
): Promise<MinimisedFiles | null> {
  if (result === null || !(result.ending === "fixed-point" || result.ending === "spent")) return null;
  const pair = calls.findLast(({ call }) => call.stage === "control")?.call;
  const number = pair?.stage === "control" ? pairReference(pair.pair) : calls.length;
  const reference = nonceOf(store.facts.nonceSeed, number);
  const bodyOf = (placed: PlacedRequest): JsonValue | null =>
    minimisation.bodyAt({ ...placed, request: withReference(placed.request, reference) });
  const [here, there] = [minimisation.place(result.request), control?.place(result.request) ?? null];
  const failing = bodyOf(here);
  if (failing === null) return null;
  const names = { failing: "minimised/failing.json", working: "minimised/working.json" } as const;
  await store.write(names.failing, failing);
  const working = there === null || proof === null ? null : bodyOf(there);
  if (there === null || working === null) return { failing: names.failing, working: null, difference: null };
  await store.write(names.working, working);
  if (there.target.api !== here.target.api) return { ...names, difference: null };
  const difference = "minimised/difference.patch.json";
  await store.write(difference, sameJson(failing, working) ? [] : differencePatch(failing, working));
  return { ...names, difference };
}
