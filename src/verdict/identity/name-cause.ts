import { unreachable } from "../../chat/unreachable.js";
import { sides } from "./call.js";
import { type CauseId, curedBy } from "./causes.js";
import type { Comparisons } from "./comparisons.js";
import type { IdentityOptions } from "./options.js";
import { isSteadyAlone, reasonsAlone } from "./order-arms.js";
import { type TokenClue, tokenClue } from "./prompt-tokens.js";
import type { Seen } from "./seen.js";
import { sizeOf } from "./size.js";

/**
 * The cause of a difference. `causes`: one is named; several cannot be told apart; none: nothing that was asked tells. `because`: what
 * showed it, in words.
 */
export type NamedCause = { readonly causes: readonly CauseId[]; readonly because: string };

/** How rare the draws are that are as far apart as a side's earlier and later answers, where the side counts as changed. */
const driftP = 0.001;

type Judging = { readonly options: IdentityOptions; readonly comparisons: Comparisons; readonly tokens: TokenClue };

export function causeOf(seen: Seen, judging: Judging): NamedCause {
  return (
    driftOf(judging) ??
    curedOf(seen) ??
    causeByTokens(seen, judging) ??
    unconfirmedOf(seen) ??
    unsteadyOf(judging) ??
    uncuredOf(seen, judging)
  );
}

/** A side that answers otherwise than it did. */
function driftOf({ comparisons: { within } }: Judging): NamedCause | null {
  const changed = sides.filter((side) => (within[side]?.p ?? 1) <= driftP);
  if (changed.length === 0) return null;
  return { causes: ["drift"], because: `${changed.join(" and ")} answered otherwise later than at first` };
}

/** How many times the answers that show the difference without an arm have to show nothing with it. */
const contrast = 2.5;

/** An arm in which the difference is gone twice, and back between. */
function curedOf({ arms, again }: Seen): NamedCause | null {
  const cured = arms.find(({ outcome }) => outcome === "cured");
  const cause = cured === undefined ? null : curedBy[cured.arm];
  const at = again?.at ?? null;
  if (cured === undefined || cause === null || at === null) return null;
  if (at * contrast > cured.answers || cured.isConfirmed !== true) return null;
  const because = `${cured.answers} answers with ${cured.arm} show no difference, ${at} without it do, and as many with it again do not`;
  return { causes: [cause], because };
}

function unconfirmedOf({ arms, again }: Seen): NamedCause | null {
  const cured = arms.find(({ outcome }) => outcome === "cured");
  if (cured === undefined) return null;
  const at = again?.at ?? null;
  const but =
    at === null
      ? `${again?.answers ?? 0} later ones without it do not show it again`
      : cured.isConfirmed === true
        ? `${at} are needed without it, too many for so few to tell`
        : "as many with it again do not settle it";
  return { causes: [], because: `${cured.answers} answers with ${cured.arm} show no difference, but ${but}` };
}

/** Draws as rare as this cast a doubt on a side's steadiness. */
const doubtfulP = 0.02;

function unsteadyOf({ comparisons: { within } }: Judging): NamedCause | null {
  const [side] = sides.filter((one) => (within[one]?.p ?? 1) <= doubtfulP);
  return side === undefined ? null : { causes: [], because: `${side} may have changed while it was asked` };
}

/** No arm cures it: by how large it is. */
function uncuredOf(seen: Seen, { options, comparisons, tokens }: Judging): NamedCause {
  const open = options.arms.flatMap((arm) => {
    const cause = curedBy[arm];
    const isKept = seen.arms.some((one) => one.arm === arm && one.outcome === "kept");
    return cause === null || arm === seen.baseArm || isKept ? [] : [cause];
  });
  const size = sizeOf(comparisons.between);
  if (tokens.kind !== "equal") {
    const causes = new Set<CauseId>([...open, "system-prompt", "template", "quantisation", "mixture", "weights"]);
    return { causes: [...causes], because: "no arm settles it, and the prompt tokens cannot be compared" };
  }
  if (open.length > 0) {
    return { causes: [...open, "quantisation", "mixture", "weights"], because: "no arm settles it" };
  }
  const base = seen.calls.filter(({ arm }) => arm === seen.baseArm);
  if (reasonsAlone(base)) {
    return { causes: [], because: "one side reasons and the other does not, and switching it off ends nothing" };
  }
  if (isSteadyAlone(base)) {
    return { causes: [], because: "one side gives the same answer each time, and nothing that was changed ends that" };
  }
  if (size === "large") {
    return {
      causes: ["weights"],
      because: "the difference is large, no arm cures it, and the prompts have equal tokens",
    };
  }
  const because = "no arm cures the difference";
  return size === "small"
    ? { causes: ["quantisation", "mixture"], because: `${because}, and it is small` }
    : { causes: ["quantisation", "mixture", "weights"], because };
}

function causeByTokens(seen: Seen, { options, tokens }: Judging): NamedCause | null {
  switch (tokens.kind) {
    case "uneven":
      return { causes: ["weights"], because: "another tokenizer counts the prompts, and no arm cures the difference" };
    case "unsteady":
      return { causes: ["mixture"], because: `${tokens.side} reports several prompt sizes for one request` };
    case "constant":
      return causeOfAddition(tokens.more, tokenClue(seen.calls, "two-turns", options.incomparable));
    case "equal":
    case "unknown":
      return null;
    default:
      return unreachable(tokens);
  }
}

/** Tokens that one side has more at every prompt: of a prompt before ours, or of the form of the turns. */
function causeOfAddition(more: number, turns: TokenClue): NamedCause {
  const side = more > 0 ? "B" : "A";
  const tokens = Math.abs(more);
  if (turns.kind !== "constant") {
    return { causes: ["system-prompt", "template"], because: `each prompt of ${side} has ${tokens} tokens more` };
  }
  return turns.more === more
    ? {
        causes: ["system-prompt"],
        because: `each prompt of ${side} has ${tokens} tokens more, however many turns it has`,
      }
    : {
        causes: ["template"],
        because: `each prompt of ${side} has ${tokens} tokens more, and with more turns ${Math.abs(turns.more)}`,
      };
}
