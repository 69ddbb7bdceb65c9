import { type Attribution, type ControlKind, type ControlReading, controlKinds } from "../attribution/attribution.js";
import { identityText } from "../judge-cell.js";
import type { TrialVerdict, Verdict } from "../verdict.js";
import { cellName } from "./evidence-calls.js";

/** The control that is shown as the working request: its reading, and its cell. */
export type WorkingControl = { readonly reading: ControlReading; readonly verdict: Verdict };

type Cells = { readonly failing: Verdict; readonly verdicts: readonly Verdict[] };

/**
 * The control that says most about a failing cell: one that is fine, in the factor that decides where one does, else the nearest place.
 * Null: no control has a trial that passed, or all of them fail like the cell.
 */
export function chooseWorking({ controls, decides }: Attribution, cells: Cells): WorkingControl | null {
  const found = controls.flatMap((reading): readonly WorkingControl[] => {
    const verdict = cellOf(reading, cells);
    const hasPassed = verdict !== null && trialsOf(reading, verdict).some(({ outcome }) => outcome === "ok");
    return verdict === null || !hasPassed || failsToo(reading) ? [] : [{ reading, verdict }];
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
export function cellOf(reading: ControlReading, { failing, verdicts }: Cells): Verdict | null {
  const own = identityText(failing.cell);
  const named = verdicts.filter(
    ({ cell, upstreams }) =>
      identityText(cell) !== own &&
      (cellName(cell) === reading.of || Object.keys(upstreams).some((upstream) => isUpstream(reading, cell, upstream))),
  );
  const isOther = isOfOtherClient(reading);
  return named.find(({ cell }) => (cell.client !== failing.cell.client) === isOther) ?? named[0] ?? null;
}

/** The trials of a control: those of one upstream, where its name ends with one. */
export function trialsOf(reading: ControlReading, { cell, judged }: Verdict): readonly TrialVerdict[] {
  if (cellName(cell) === reading.of) return judged;
  return judged.filter(({ upstream }) => upstream !== null && isUpstream(reading, cell, upstream));
}

/** True for a control that was asked by another client than the failing cell. */
export function isOfOtherClient({ kind, caveats }: ControlReading): boolean {
  return kind === "client" || caveats.includes("client differs too");
}

function isUpstream({ of }: ControlReading, cell: Verdict["cell"], upstream: string): boolean {
  return `${cellName(cell)} → ${upstream}` === of;
}

function failsToo({ reading }: ControlReading): boolean {
  return reading === "fails" || reading === "suggests-fails";
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
