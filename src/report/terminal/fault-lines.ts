import { groupBy } from "../../chat/group-by.js";
import { isRed } from "../../verdict/baseline.js";
import type { Matrix } from "../../verdict/matrix/matrix.js";
import type { Verdict } from "../../verdict/verdict.js";
import { counted } from "../counted.js";
import { openText, shortened, standingText } from "../whose-fault-text.js";
import { signedCounts } from "./compact-cell.js";
import { placesText } from "./places.js";
import type { Screen } from "./screen.js";
import { shownName } from "./shown-name.js";
import { wrapped } from "./wrap.js";

/** The command that asks what would tell whose fault a cell is; a cell without one is not here. */
export type NextCommands = ReadonlyMap<Verdict, string>;

type Told = { readonly most: number; readonly next: NextCommands };

/** `says`: what is said of a cell; `key`: the same without what a service said of it. */
type Attributed = { readonly verdict: Verdict; readonly says: string; readonly key: string };

/**
 * What differs and whose fault it is: how many cells are what, then a paragraph for the failing cells of which the same is said, red
 * ones first. `most`: paragraphs; `next`: the commands that would tell more.
 */
export function faultLines(matrix: Matrix, screen: Screen, { most, next }: Told): readonly string[] {
  const groups = [...groupBy(saidOf(matrix), ({ key }) => key).values()].toSorted(
    (a, b) => Number(hasRed(b)) - Number(hasRed(a)),
  );
  const rest = groups.slice(most).reduce((sum, own) => sum + own.length, 0);
  return [
    ...wrapped(differsText(matrix), screen.width, 2),
    ...(groups.length === 0 ? [] : [screen.paint.strong("Whose fault:")]),
    ...groups.slice(0, most).flatMap((own) => [...groupLines(own, screen), ...nextLines(own, screen, next)]),
    ...(rest === 0 ? [] : wrapped(`  and ${counted(rest, "more cell")}: --verbose or the report`, screen.width, 2)),
  ];
}

/** What is said of each failing cell. One that the target cannot have is in the legend already. */
function saidOf({ attributions }: Matrix): readonly Attributed[] {
  const failing = [...attributions].filter(([{ observed }]) => observed !== "unsupported");
  return failing.map(([verdict, attribution]) => {
    const isOpen = attribution.party === "undetermined";
    const who = `${attribution.party}${standingText(attribution)}`;
    const [stem = ""] = attribution.sentence.split(" It says: ");
    const says = `${who}: ${isOpen ? openText(attribution) : shortened(attribution.sentence)}`;
    return { verdict, says, key: isOpen ? says : `${who}: ${shortened(stem)}` };
  });
}

function groupLines(group: readonly Attributed[], { paint, signs, width }: Screen): readonly string[] {
  const verdicts = group.map(({ verdict }) => verdict);
  const [says = "", ...others] = new Set(group.map((one) => one.says));
  const common = others.length === 0 ? says : (group[0]?.key ?? "");
  const counts = [...new Set(verdicts.map((verdict) => signedCounts(verdict, signs)))];
  const shown = counts.length <= 2 ? counts.join(", ") : `${counts.slice(0, 2).join(", ")}, …`;
  const nameOf = (text: string) => shownName(text, paint.plain, 160);
  const places = placesText(
    verdicts.map(({ cell }) => cell),
    nameOf,
  );
  return wrapped(`  ${nameOf(shown)} ${places}: ${shownName(common, paint.plain, 400)}`, width, 2);
}

/** The command of the first cell of a paragraph that has one. */
function nextLines(group: readonly Attributed[], { paint, width }: Screen, next: NextCommands): readonly string[] {
  const [command] = group.flatMap(({ verdict }) => next.get(verdict) ?? []);
  return command === undefined ? [] : wrapped(`    ${paint.plain(command)}`, width, 4);
}

function hasRed(group: readonly Attributed[]): boolean {
  return group.some(({ verdict }) => isRed(verdict));
}

/** `17 cells fine, 4 red, 5 blocked, 22 not run or unsupported; 3 scenarios are fine in one column of a model and red in another.` */
function differsText({ tables, verdicts, known }: Matrix): string {
  const judged = verdicts.filter(({ trials }) => trials.eligible > 0);
  const red = judged.filter(isRed).length;
  const blocked = verdicts.filter(({ observed }) => observed === "blocked").length;
  const all = tables.reduce((sum, { rows, columns }) => sum + rows.length * columns.length, 0);
  const others = all - judged.length - blocked;
  const counts = [
    `${counted(judged.length - red, "cell")} fine`,
    `${red} red${known.expected.length === 0 ? "" : ` (${known.expected.length} listed as known)`}`,
    ...(blocked === 0 ? [] : [`${blocked} blocked`]),
    ...(others === 0 ? [] : [`${others} not run or unsupported`]),
  ].join(", ");
  const compared = tables.flatMap(({ rows }) => rows.map(({ cells }) => cells.filter(isJudged)));
  const rows = compared.filter((cells) => cells.length > 1);
  if (rows.length === 0) return `${counts}.`;
  const differing = rows.filter((cells) => new Set(cells.map(isRed)).size > 1).length;
  const subject = differing === 0 ? "no scenario is" : differing === 1 ? "1 scenario is" : `${differing} scenarios are`;
  return `${counts}; ${subject} fine in one column of a model and red in another.`;
}

function isJudged(cell: Verdict | null): cell is Verdict {
  return cell !== null && cell.trials.eligible > 0;
}
