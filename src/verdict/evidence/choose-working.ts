import { type Attribution, type ControlKind, type ControlReading, controlKinds } from "../attribution/attribution.js";
import { identityText } from "../judge-cell.js";
import type { Verdict } from "../verdict.js";
import { cellName } from "./evidence-calls.js";

/** The control that is shown as the working request: its reading, and its cell. */
export type WorkingControl = { readonly reading: ControlReading; readonly verdict: Verdict };

/**
 * The control that says most about a failing cell: one that is fine, in the factor that decides where one does, else the nearest place.
 * Null: no control has a trial that passed.
 */
export function chooseWorking(
  { controls, decides }: Attribution,
  { failing, verdicts }: { readonly failing: Verdict; readonly verdicts: readonly Verdict[] },
): WorkingControl | null {
  const found = controls.flatMap((reading): readonly WorkingControl[] => {
    const verdict = cellOf(reading, { failing, verdicts });
    return verdict === null || verdict.trials.ok === 0 ? [] : [{ reading, verdict }];
  });
  const rank = ({ reading }: WorkingControl): readonly number[] => [
    reading.kind === "factor" && reading.differs === decides?.id ? 0 : 1,
    strength(reading),
    nearness[reading.kind],
    -reading.eligible,
  ];
  return found.toSorted((a, b) => compare(rank(a), rank(b)))[0] ?? null;
}

/** The cell of a control, by the name that its reading has; null: none, as for an upstream within the failing cell. */
export function cellOf(
  { kind, of }: Pick<ControlReading, "kind" | "of">,
  { failing, verdicts }: { readonly failing: Verdict; readonly verdicts: readonly Verdict[] },
): Verdict | null {
  const own = identityText(failing.cell);
  const named = verdicts.filter(
    ({ cell, upstreams }) =>
      identityText(cell) !== own &&
      (cellName(cell) === of || Object.keys(upstreams).some((upstream) => `${cellName(cell)} → ${upstream}` === of)),
  );
  const isSameClient = ({ cell }: Verdict): boolean => cell.client === failing.cell.client;
  return named.find((one) => isSameClient(one) === (kind !== "client")) ?? named[0] ?? null;
}

/** The order of a request that differs least: what a vendor can repeat at the same address comes first. */
const nearness = Object.fromEntries(controlKinds.map((kind, at) => [kind, at])) as {
  readonly [kind in ControlKind]: number;
};

function strength({ reading, bad }: ControlReading): number {
  if (reading === "fine") return 0;
  if (reading === "suggests-fine") return 1;
  return bad === 0 ? 2 : 3;
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (const [at, one] of a.entries()) {
    const difference = one - (b[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
