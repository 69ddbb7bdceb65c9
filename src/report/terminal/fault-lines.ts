import { groupBy } from "../../chat/group-by.js";
import { isRed } from "../../verdict/baseline.js";
import type { Matrix } from "../../verdict/matrix/matrix.js";
import type { Verdict } from "../../verdict/verdict.js";
import type { NextCommand } from "../bundle.js";
import { cellCounts, comparedText, countedVerdicts } from "../cell-counts.js";
import { counted } from "../counted.js";
import { runsHint } from "../runs-hint.js";
import { faultText, openText, shortened } from "../whose-fault-text.js";
import { signedCounts } from "./compact-cell.js";
import type { FailingNote } from "./failing-notes.js";
import { placesText } from "./places.js";
import type { Screen } from "./screen.js";
import { shownName } from "./shown-name.js";
import { wrapped } from "./wrap.js";
import { wrapCommand } from "./wrap-command.js";

/** The command that asks what would tell whose fault a cell is; a cell without one is not here. */
export type NextCommands = ReadonlyMap<Verdict, NextCommand>;

type Below = { readonly most: number; readonly next: NextCommands; readonly notes: Notes };

/** `says`: what is said of a cell; `key`: the same without what a service said of it. */
type Attributed = { readonly verdict: Verdict; readonly says: string; readonly key: string };

/**
 * What differs and whose fault it is: how many cells are what, then a paragraph for the failing cells of which the same is said, red
 * ones first. `most`: paragraphs; `next`: the commands that would tell more; `notes`: what is said below its cells.
 */
export function faultLines(matrix: Matrix, screen: Screen, { most, next, notes }: Below): readonly string[] {
  const groups = [...groupBy(saidOf(matrix, next), ({ key }) => key).values()].toSorted(
    (a, b) => Number(hasRed(b)) - Number(hasRed(a)),
  );
  const rest = groups.slice(most).reduce((sum, own) => sum + own.length, 0);
  const shown = groups.slice(0, most).flat();
  const hint = runsHint(shown.map(({ verdict }) => notes.get(verdict)?.explain ?? null));
  return [
    ...wrapped(differsText(matrix), screen.width, 2),
    ...(groups.length === 0 ? [] : [screen.paint.strong("Whose fault:")]),
    ...groups
      .slice(0, most)
      .flatMap((own) => [
        ...groupLines(own, screen, next),
        ...noteLines(own, screen, notes),
        ...nextLines(own, screen, next),
      ]),
    ...(rest === 0 ? [] : wrapped(`  and ${counted(rest, "more cell")}: --verbose or the report`, screen.width, 2)),
    ...(hint === null ? [] : wrapped(`  ${hint}`, screen.width, 2)),
  ];
}

/** What is said of each failing cell. One that the target cannot have is in the legend already. */
function saidOf({ attributions }: Matrix, next: NextCommands): readonly Attributed[] {
  const failing = [...attributions].filter(([{ observed }]) => observed !== "unsupported");
  return failing.map(([verdict, attribution]) => {
    const isOpen = attribution.party === "undetermined";
    const who = faultText(attribution);
    const [stem = ""] = attribution.sentence.split(" Message: ");
    const found = (price: string | null) => (isOpen ? openText(attribution, price) : shortened(attribution.sentence));
    const saysAt = (price: string | null) => `${who}${found(price).startsWith("next: ") ? ";" : ":"} ${found(price)}`;
    return {
      verdict,
      says: saysAt(next.get(verdict)?.price ?? null),
      key: isOpen ? saysAt(null) : `${who}: ${shortened(stem)}`,
    };
  });
}

function groupLines(
  group: readonly Attributed[],
  { paint, signs, width }: Screen,
  next: NextCommands,
): readonly string[] {
  const verdicts = group.map(({ verdict }) => verdict);
  const [says = "", ...others] = new Set(group.map((one) => one.says));
  // The price is that of the command below.
  const asked = group.find(({ verdict }) => next.has(verdict));
  const common = others.length === 0 ? says : (asked?.says ?? group[0]?.key ?? "");
  const counts = [...new Set(verdicts.map((verdict) => signedCounts(verdict, signs)))];
  const shown = counts.length <= 2 ? counts.join(", ") : `${counts.slice(0, 2).join(", ")}, …`;
  const nameOf = (text: string) => shownName(text, paint.plain, 160);
  const places = placesText(
    verdicts.map(({ cell }) => cell),
    nameOf,
  );
  return wrapped(`  ${nameOf(shown)} ${places}: ${shownName(common, paint.plain, 600)}`, width, 2);
}

/** The command of the first cell of a paragraph that has one. */
function nextLines(group: readonly Attributed[], { paint, width }: Screen, next: NextCommands): readonly string[] {
  const [command] = group.flatMap(({ verdict }) => next.get(verdict) ?? []);
  if (command === undefined) return [];
  const byHand = command.byHand === undefined ? [] : wrapped(`    ${paint.plain(command.byHand)}`, width, 2);
  return [...wrapCommand(paint.plain(command.text), { indent: 4, width }), ...byHand];
}

type Notes = ReadonlyMap<Verdict, FailingNote>;

/** A group has commands of so many cells, and the facts that all of them share. */
const mostExplained = 2;

/** Since when and how often the failing cells of a group fail, and how each of the first ones is explained. */
function noteLines(group: readonly Attributed[], { paint, width }: Screen, notes: Notes): readonly string[] {
  const own = group.flatMap(({ verdict }) => notes.get(verdict) ?? []);
  const shared = (own[0]?.facts ?? []).filter((fact) => own.every(({ facts }) => facts.includes(fact)));
  const commands = own.flatMap(({ explain }) => explain ?? []);
  const rest = commands.length - mostExplained;
  return [
    ...(shared.length === 0 ? [] : wrapped(`    ${shared.join("; ")}`, width, 2)),
    ...commands.slice(0, mostExplained).flatMap((command) => wrapCommand(paint.plain(command), { indent: 4, width })),
    ...(rest <= 0 ? [] : wrapped(`    and ${counted(rest, "more cell")} like it`, width, 2)),
  ];
}

function hasRed(group: readonly Attributed[]): boolean {
  return group.some(({ verdict }) => isRed(verdict));
}

/** `48 cells: 26 as expected, 4 failing (all known), …; 2 of 11 comparable rows (a model and a scenario) work in one column and fail in another.` */
function differsText({ tables, verdicts, known }: Matrix): string {
  const counts = cellCounts(countedVerdicts(verdicts, known.expected));
  return `${counted(verdicts.length, "cell")}: ${counts}; ${comparedText(tables)}.`;
}
