import { significant } from "./belief/significant.js";
import { armsElsewhere, armsHere, type Proposal } from "./choose/arms.js";
import { informationOf } from "./choose/information.js";
import { suspectsOf } from "./choose/suspects.js";
import { variedLevels } from "./choose/vary-levels.js";
import { owedNow } from "./claims.js";
import { type ArmNumbers, armKey, armOf } from "./hypotheses/coordinates.js";
import { givenUpBelow, proofAt, thresholdAfter } from "./options.js";
import { contrastKey } from "./proof/contrast.js";
import { contrastsOf } from "./proof/contrasts-of.js";
import { openControls } from "./proof/control.js";
import { openContrasts, openProof, roundArms } from "./proof/proof.js";
import { isRefused, splittingArms } from "./refusals.js";
import { failingCounts, type Planned, type State } from "./state.js";

/** From this probability on a proof goes on without a search between the rounds; below the other one it waits. */
const [proofAlone, proofWaits] = [0.7, 0.5];

/** Between the two, one batch in so many is a round of the proof. */
const roundEvery = 3;

/** After so many calls without the failing request it is asked again. The rounds of a proof ask it anyway. */
const sentinelAfter = 24;

/** Plans the next calls. Opens and gives up proofs on the way. */
export function planBatch(state: State): readonly Planned[] {
  if (state.batches === 0)
    return failingCalls(state, { nonce: false, why: "how often does the failing request fail?" });
  if (state.copies === "asked")
    return failingCalls(state, { nonce: true, why: "equal replies: do other nonces give the same words?" });
  const splitting = splittingArms(state.refusals, state.space);
  if (splitting !== null)
    return splitting.map((numbers) =>
      planned(state, numbers, { stage: "search", why: "which of these changes is refused?" }),
    );
  chooseCandidate(state);
  return planRound(state) ?? planControl(state) ?? planOwed(state) ?? planSearch(state);
}

function failingCalls(
  state: State,
  { nonce, why }: { readonly nonce: boolean; readonly why: string },
): readonly Planned[] {
  const numbers = failingArm(state);
  return [1, 2, 3, 4].map(() => ({ ...planned(state, numbers, { stage: "first", why }), nonce }));
}

function failingArm({ space }: State): ArmNumbers {
  return { values: new Int8Array(space.factors.length), place: 0 };
}

function planned(state: State, numbers: ArmNumbers, { stage, why }: Pick<Planned, "stage" | "why">): Planned {
  return { arm: armOf(state.space, numbers), numbers, stage, pair: null, nonce: true, why };
}

/** Gives up the proof of a candidate that has become unlikely, and opens one for the likeliest. */
function chooseCandidate(state: State): void {
  const { proof, candidates } = state;
  if (proof !== null) {
    const now = candidates.find(({ key }) => key === proof.candidate.key);
    const isOvertaken = candidates[0] !== now && (candidates[0]?.probability ?? 0) >= proofAt;
    if ((now?.probability ?? 0) >= givenUpBelow && !isOvertaken) return;
    // A candidate of which no round was asked has had no chance to be proved by mistake.
    if (proof.rounds.some(({ length }) => length > 0)) state.tried += 1;
    const { names, seats } = proof.candidate;
    state.givenUp.push({ names, seats, probability: now?.probability ?? 0 });
    proof.contrasts.forEach((contrast, index) => {
      state.paused.set(contrastKey(contrast), { contrast, rounds: proof.rounds[index] ?? [] });
    });
    state.proof = null;
  }
  const [top] = candidates;
  if (top === undefined || top.probability < proofAt) return;
  const suspects = suspectsOf(state.model, state.belief);
  const contrasts = contrastsOf(state.model, state.belief, { hypothesis: top.hypothesis, suspects });
  if (
    contrasts.some(
      ({ left, right }) =>
        isRefused(state.refusals, state.space, left) || isRefused(state.refusals, state.space, right),
    )
  )
    return;
  const begun = contrasts.map((contrast) => state.paused.get(contrastKey(contrast)) ?? { contrast, rounds: [] });
  state.proof = openProof(top, begun, thresholdAfter(state.tried));
}

function planRound(state: State): readonly Planned[] | null {
  const { proof } = state;
  if (proof === null || openContrasts(proof).length === 0) return null;
  const probability = state.candidates.find(({ key }) => key === proof.candidate.key)?.probability ?? 0;
  if (probability < proofAlone && (probability < proofWaits || state.batches % roundEvery !== 0)) return null;
  state.rounds += 1;
  const arms = shuffled(roundArms(proof), state.random);
  return arms.map((numbers) => ({
    ...planned(state, numbers, { stage: "proof", why: "a fresh round of the proof" }),
    pair: state.rounds,
  }));
}

/**
 * Asks a proved control, or a changed request that has failed too, alone until its bound and that of the failing request are apart; the
 * failing request has calls enough.
 */
function planControl(state: State): readonly Planned[] | null {
  const { proof } = state;
  if (proof === null) return null;
  const [open] = openControls(proof, state.trials, failingCounts(state).interval[0]);
  if (open === undefined) return null;
  const why = open.kind === "place" ? "is the control fine?" : "does the change always cure it?";
  return [planned(state, open.right, { stage: "search", why })];
}

/** One at a time: a failure with all else changed often pays what a place owes, too. */
function planOwed(state: State): readonly Planned[] | null {
  const [owed] = owedNow(state);
  return owed === undefined ? null : [planned(state, owed.arm, { stage: "search", why: owed.why })];
}

function planSearch(state: State): readonly Planned[] {
  if (state.calls - (state.failing.at(-1)?.call ?? 0) >= sentinelAfter) {
    const why = "does the failing request still fail as often?";
    return [planned(state, failingArm(state), { stage: "sentinel", why })];
  }
  // No arm chooses the upstream, so none has a worth here: what tells it from a place is who serves the calls that fail.
  if (state.belief.upstream > (state.candidates[0]?.probability ?? 0))
    return [planned(state, failingArm(state), { stage: "search", why: "which upstream serves the calls that fail?" })];
  const best = bestArm(state);
  return best === undefined ? [] : [planned(state, best, { stage: "search", why: best.why })];
}

/** Arms whose worth is computed in full: the best by the cheaper measure. */
const shortlist = 24;

/** What tells of the cause tells of the hypothesis, too: the cheaper measure is a bound of the other, but for their tables' errors. */
const tableError = 0.005;

/**
 * The arm of most expected information; of equal ones the one that changes least. One at a time: of two that are chosen together the
 * second mostly asks what the first one answers.
 */
function bestArm(state: State): Proposal | undefined {
  const suspects = variedLevels(state.model, suspectsOf(state.model, state.belief), state.trials);
  const { ofHypothesis, ofCause } = informationOf(state.model, state.belief);
  const here = armsHere(state.model, suspects);
  const usable = [...here, ...armsElsewhere(state.model, here)].filter(
    (arm) => !isRefused(state.refusals, state.space, arm),
  );
  const cheaply = usable.map((arm) => valued(arm, ofHypothesis)).sort(byWorth);
  let best: Valued | undefined;
  for (const { arm, bits } of cheaply.slice(0, shortlist)) {
    if (best !== undefined && bits + significant(tableError) < best.bits) break;
    const fully = valued(arm, ofCause);
    if (best === undefined || byWorth(fully, best) < 0) best = fully;
  }
  return best?.arm;
}

/** An arm and its worth, as {@link significant} has it. */
type Valued = { readonly arm: Proposal; readonly bits: number };

function valued(arm: Proposal, worth: (arm: ArmNumbers) => number): Valued {
  return { arm, bits: significant(worth(arm)) };
}

function byWorth(left: Valued, right: Valued): number {
  if (left.bits !== right.bits) return right.bits - left.bits;
  return changesOf(left.arm) - changesOf(right.arm) || (armKey(left.arm) < armKey(right.arm) ? -1 : 1);
}

function changesOf({ values, place }: ArmNumbers): number {
  return values.reduce((count, value) => count + (value > 0 ? 1 : 0), place === 0 ? 0 : 1);
}

function shuffled<T>(items: readonly T[], random: () => number): readonly T[] {
  return items
    .map((item) => ({ item, at: random() }))
    .sort((left, right) => left.at - right.at)
    .map(({ item }) => item);
}
