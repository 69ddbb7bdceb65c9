import type { Sheet } from "../sheet/sheet.js";
import { faultText } from "../whose-fault-text.js";
import { explainLines } from "./cell-lines.js";
import { type CellTest, cellTests, entryMessages } from "./outcomes.js";
import { shownText } from "./shown-text.js";

/** What GitHub shows of one kind in a step: 10 (actions/toolkit `docs/problem-matchers.md`, 2026-11-29). */
const mostOfKind = 10;

type Kind = "error" | "warning" | "notice";
type Annotation = { readonly title: string; readonly lines: readonly string[] };

/**
 * The annotations of a sheet as workflow commands of GitHub Actions: what fails the run is an error, what was not measured or is suspicious is
 * a warning, what is fixed is a notice. At most ten of a kind: where there are more, the tenth counts the rest. Empty: there is none.
 */
export function annotations(sheet: Sheet): string {
  const tests = cellTests(sheet);
  const of = (holds: (test: CellTest) => boolean) => tests.filter(holds).map((test) => cellAnnotation(test, sheet));
  const kinds: readonly (readonly [Kind, readonly Annotation[]])[] = [
    ["error", [...columnAnnotations(sheet), ...of(isFailed), ...entryMessages(sheet).map(entryAnnotation)]],
    ["warning", [...stopped(sheet), ...of(isWarning)]],
    ["notice", of(({ cell }) => cell.night?.state === "fixed")],
  ];
  return kinds.flatMap(([kind, all]) => limited(all).map((one) => command(kind, one))).join("");
}

function isFailed({ outcome }: CellTest): boolean {
  return outcome.status === "failed";
}

function isWarning({ cell, outcome }: CellTest): boolean {
  if (outcome.status === "error") return true;
  return (
    outcome.status === "passed" && (cell.night?.state === "suspicious" || cell.night?.state === "not-measured-well")
  );
}

function cellAnnotation({ cell, headline }: CellTest, { notice }: Sheet): Annotation {
  const { attribution, night } = cell;
  const lines = [
    headline,
    ...(attribution === null ? [] : [`whose fault: ${faultText(attribution)}`]),
    ...(night?.changed === undefined || night.changed === null ? [] : [night.changed]),
    ...explainLines(cell),
    ...(notice === null ? [] : [notice]),
  ];
  return { title: cell.id, lines };
}

function columnAnnotations({ night }: Sheet): readonly Annotation[] {
  return (night?.columns ?? []).map((line) => ({ title: `night ${night?.id}`, lines: [line] }));
}

function entryAnnotation(message: string): Annotation {
  return { title: "known.yaml", lines: [message] };
}

function stopped({ stopped: sentence }: Sheet): readonly Annotation[] {
  return sentence === null ? [] : [{ title: "the run was stopped", lines: [sentence] }];
}

function limited(all: readonly Annotation[]): readonly Annotation[] {
  if (all.length <= mostOfKind) return all;
  const rest = all.length - (mostOfKind - 1);
  return [...all.slice(0, mostOfKind - 1), { title: "llm-parity", lines: [`and ${rest} more, in the reports`] }];
}

/** Escaped as the runner reads it (actions/runner `src/Runner.Common/ActionCommand.cs`, 2026-11-29). */
function command(kind: Kind, { title, lines }: Annotation): string {
  const message = shownText(lines.join("\n"), { most: 2000, lines: true });
  return `::${kind} title=${property(shownText(title, { most: 200 }))}::${data(message)}\n`;
}

function data(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
