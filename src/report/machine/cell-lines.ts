import { probabilityText } from "../nights/counts-text.js";
import { rateText } from "../rate-text.js";
import type { SheetCell } from "../sheet/sheet.js";
import { faultText } from "../whose-fault-text.js";
import type { CellOutcome } from "./cell-outcome.js";
import { shownText } from "./shown-text.js";

/** The longest quotation of a reply, a refusal or a name, in characters. */
const mostQuoted = 600;

/** What a cell is, in one line: `empty-reply (silent) ×19, 19 of 50 bad; 0 of 96 in the baseline`. */
export function headline(cell: SheetCell, { why }: CellOutcome): string {
  const { reason, reasonText, observed, known, night } = cell;
  const counts = countsOf(cell);
  const findings = badFindingsText(cell);
  switch (why) {
    case "known":
      return joined([findings, counts, `known: ${(known?.bugs ?? []).map(quoted).join(", ")}`]);
    case "regressed":
    case "incident":
      return joined([nightText(cell), findings]);
    case "not-measured":
      return joined(["not measured tonight", night === null ? "" : baselineText(night), refusal(reason, reasonText)]);
    case "blocked":
    case "harness":
    case "unsupported":
    case "not-run":
      return joined([observed.replaceAll("-", " "), refusal(reason, reasonText)]);
    default:
      return joined([findings, counts, nightText(cell)]);
  }
}

/** What else a reader of a failure needs: findings with their rules, whose fault it is, what changed, and the commands. */
export function detailLines(cell: SheetCell): readonly string[] {
  const { trials, attribution, night, known, requestIds, command, file, findings, simulated, source } = cell;
  const rate = rateText(trials);
  const interval = rate === null ? "" : `; failure rate ${rate}`;
  return [
    ...(simulated ? ["SIMULATED: a simulator answered; this says nothing about any vendor"] : []),
    ...(source === "authored" ? ["AUTHORED: our own bytes; this says nothing about any vendor"] : []),
    ...(trials.eligible === 0 ? [] : [`${countsOf(cell)}${interval}`]),
    ...findings.map(
      ({ id, cause, n, seen, step, trial, rule }) =>
        `${findingText({ id, cause, n })}${seen === "" ? "" : `: ${quoted(seen)} (trial ${trial}${step === null ? "" : `, step ${quoted(step)}`})`}` +
        (rule === null ? "" : `; rule: ${quoted(rule.source)}, ${quoted(rule.date)}`),
    ),
    ...(attribution === null ? [] : [`whose fault: ${faultText(attribution)}. ${quoted(attribution.sentence)}`]),
    ...(night === null ? [] : nightLines(night)),
    ...(known === null || known.bugs.length === 0 ? [] : [`known: ${known.bugs.map(quoted).join(", ")}`]),
    ...(requestIds.length === 0
      ? []
      : [`request ids: ${requestIds.slice(0, mostIds).map(quoted).join(", ")}${more(requestIds)}`]),
    ...(file === null ? [] : [`exchanges: ${quoted(file)}`]),
    ...(command === null ? [] : [`again: ${quoted(command)}`]),
    ...explainLines(cell),
  ];
}

/** `more: llm-parity explain …`, and the run that would tell whose fault it is; `[]`: there is no such command. */
export function explainLines({ explain = null, next = null }: SheetCell): readonly string[] {
  return [
    ...(explain === null ? [] : [`more: ${quoted(explain)}`]),
    ...(next === null ? [] : [`next: ${quoted(next)}`]),
  ];
}

const mostIds = 5;

function more(ids: readonly string[]): string {
  return ids.length <= mostIds ? "" : `, and ${ids.length - mostIds} more`;
}

function joined(parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join("; ");
}

function quoted(text: string): string {
  return shownText(text, { most: mostQuoted });
}

function refusal(reason: string | null, text: string | null): string {
  if (text === null) return reason ?? "";
  return `${reason === null ? "" : `${reason}: `}${quoted(text)}`;
}

function countsOf({ trials: { ok, bad, eligible, excluded } }: SheetCell): string {
  const left = Object.entries(excluded).map(([reason, n]) => `${n} ${reason}`);
  if (eligible === 0) return left.length === 0 ? "no eligible trial" : `no eligible trial (${left.join(", ")})`;
  const counts = bad === 0 ? `${ok} of ${eligible} ok` : `${bad} of ${eligible} bad`;
  return left.length === 0 ? counts : `${counts} (excluded: ${left.join(", ")})`;
}

/** The findings that made trials bad, with how many each; empty: there is none. */
export function badFindingsText({ findings }: SheetCell): string {
  const bad = findings.filter(({ severity }) => severity === "bad");
  return bad.map(findingText).join(", ");
}

function findingText({
  id,
  cause,
  n,
}: {
  readonly id: string;
  readonly cause: string | null;
  readonly n: number;
}): string {
  return `${id}${cause === null ? "" : ` (${cause})`}${n === 1 ? "" : ` ×${n}`}`;
}

type Night = NonNullable<SheetCell["night"]>;

/** `19 of 50 bad tonight, 0 of 96 in the baseline, p < 0.001`; empty outside of a night. */
function nightText({ night }: SheetCell): string {
  if (night === null || quiet.has(night.state)) return "";
  const tonight =
    night.tonight === null ? "not asked tonight" : `${night.tonight.bad} of ${night.tonight.eligible} bad tonight`;
  const p = night.worse === null ? "" : probabilityText(night.worse);
  return [`${night.state}: ${tonight}`, baselineText(night), p].filter((part) => part !== "").join(", ");
}

/** States that add nothing to what the cell itself shows. */
const quiet: ReadonlySet<Night["state"]> = new Set(["unchanged", "learning", "new", "gone"]);

function baselineText({ baseline }: Night): string {
  return baseline === null ? "" : `${baseline.bad} of ${baseline.eligible} bad in the baseline`;
}

function nightLines({ since, lastGood, state }: Night): readonly string[] {
  const [first, last] = [since?.[0], since?.at(-1)];
  if (first === undefined || last === undefined) return [`night: ${state}`];
  const began = first === last ? quoted(first) : `between ${quoted(first)} and ${quoted(last)}`;
  return [`night: ${state}, since ${began}${lastGood === null ? "" : `; last good night ${quoted(lastGood)}`}`];
}
