import type { Failing } from "../failing.js";
import type { Ask, Sample } from "../samples.js";
import { type FoundControl, isElsewhere, sameWorld } from "./find-controls.js";
import { type Control, judged } from "./judge-controls.js";

/** No more hints than these are kept: each is confounded, and further ones add nothing. */
const mostHints = 2;

/**
 * Cells of the same place and run that answer another question without a failure, with tool-call ids of another form in their history.
 * They are confounded by the question, so that no rule counts them; they are a reason not to lean, and hint at the ids. The largest first.
 */
export function idHints(failing: Failing, samples: readonly Sample[]): readonly Control[] {
  const { ask, sample: own } = failing;
  const failingForm = ask?.factors["id-form"] ?? null;
  if (ask === null || failingForm === null || own.run === null) return [];
  const found = samples.flatMap((sample): readonly FoundControl[] => {
    if (sample === own || sample.run !== own.run || sample.eligible === 0 || sample.bad > 0) return [];
    if (!sameWorld(sample, own) || isElsewhere(own, sample)) return [];
    if (sample.asks.some(({ question }) => question === ask.question)) return [];
    const control = otherForm(sample.asks, failingForm);
    if (control === null) return [];
    const difference = { id: "id-form", failing: failingForm, control };
    return [{ kind: "other-question", sample, difference, also: ["the question"] }];
  });
  const largest = found.toSorted((a, b) => b.sample.eligible - a.sample.eligible).slice(0, mostHints);
  return judged(failing, largest).filter(({ state }) => state === "fine");
}

/** The form of the ids that a conversation sent back, where it differs; null: it sent none, or the same. */
function otherForm(asks: readonly Ask[], failing: string): string | null {
  const forms = asks.flatMap(({ factors }) => factors["id-form"] ?? []);
  const other = forms.filter((form) => bare(form) !== bare(failing));
  return other.length === 0 || other.length < forms.length ? null : (other[0] ?? null);
}

/** The form alone, whoever gave the ids. */
function bare(form: string): string {
  return form.replace(/^provider-minted /, "");
}
