import type { JsonValue } from "../../chat/json.js";
import { nonceOf } from "../../runner/trial/nonce.js";
import { type TwoRequestProof, twoRequestProof } from "../../verdict/experiment/levels/two-request-proof.js";
import { placeRequest } from "../../verdict/experiment/places/place-request.js";
import type { Result } from "../../verdict/experiment/result.js";
import type { Arm } from "../../verdict/experiment/space.js";
import { withReference } from "./ask-arms.js";
import { bodyWriter } from "./case-space.js";
import type { ExperimentRun } from "./experiment-run.js";
import type { KeptCall } from "./experiment-store.js";
import { pairReference } from "./reference-of.js";

/** A pair of bodies that proves one factor. `folder`: where its files stand, in the experiment's. */
export type ProofPair = TwoRequestProof & { readonly factor: string; readonly folder: string };

type Proving = Pick<ExperimentRun, "made" | "explained" | "store">;

/**
 * Writes the bodies of the last pair of each factor that the result names, and how they differ: `proof/failing.json`,
 * `proof/changed.json`, `proof/difference.patch.json`; in folders of their own where two factors decide.
 */
export async function writeProof(
  result: Result,
  calls: readonly KeptCall[],
  { made, explained, store }: Proving,
): Promise<readonly ProofPair[]> {
  if (result.kind !== "cause") return [];
  const write = await bodyWriter();
  const contrasts = result.contrasts.filter(({ kind }) => kind === "factor");
  const pairs: ProofPair[] = [];
  for (const { about, left, right } of contrasts) {
    const [failing, changed] = [left, right].map((arm) => bodyOf(arm, lastPair(calls, left, right)));
    if (failing === undefined || changed === undefined || failing === null || changed === null) continue;
    const proof = twoRequestProof({ failing, changed }, [about], explained.call.target);
    const folder = contrasts.length === 1 ? "proof" : `proof/${about}`;
    await store.write(`${folder}/failing.json`, failing);
    await store.write(`${folder}/changed.json`, changed);
    await store.write(`${folder}/difference.patch.json`, proof.patch);
    pairs.push({ ...proof, factor: about, folder });
  }
  return pairs;

  function bodyOf(arm: Arm, pair: number | null): JsonValue | null {
    const { request, target } = placeRequest(arm, explained.call, made.places);
    const nonce = pair === null ? null : nonceOf(store.facts.nonceSeed, pairReference(pair));
    const written = write(nonce === null ? request : withReference(request, nonce), target);
    return written.kind === "body" ? written.body : null;
  }
}

/** The number of the last pair in which both arms were asked. */
function lastPair(calls: readonly KeptCall[], left: Arm, right: Arm): number | null {
  const pairsOf = (arm: Arm) =>
    calls.flatMap(({ call }) => (JSON.stringify(call.arm) === JSON.stringify(arm) ? (call.pair ?? []) : []));
  const others = new Set(pairsOf(right));
  return pairsOf(left).findLast((pair) => others.has(pair)) ?? null;
}
