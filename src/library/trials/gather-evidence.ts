import { deflateRawSync } from "node:zlib";
import { markupText } from "../../report/html/markup/html.js";
import { trialHtml } from "../../report/html/trial/trial-html.js";
import type { Evidence, LeftOutTrials, TrialEvidence } from "../../report/sheet/trial-evidence.js";
import { isRed } from "../../verdict/baseline.js";
import { indexRun, type RunIndex, type RunTrial, type ShownRun, trialsOf } from "./run-index.js";
import { showCommand } from "./trial-commands.js";
import type { JudgedCell } from "./trial-control.js";
import { trialEvidence } from "./trial-evidence.js";
import type { TrialSource } from "./trial-source.js";

/** Which trials a page shows: those of red, changed and suspicious cells, all, or none. */
export type Embed = "red" | "all" | "none";

/** The trials of one file take at most so many characters in it, deflated and in base64. */
const evidenceBudget = 2_000_000;

/** `alarmed`: the cells, by id, of which a gate says that they changed or are suspicious. `budget`: default 2,000,000 characters. */
export type GatherOptions = {
  readonly embed: Embed;
  readonly alarmed: ReadonlySet<string>;
  readonly budget?: number;
};

/**
 * Gathers the trials that a page shows, up to its budget: of every cell first the trials that stand for its sign, a bad one and another one, then its
 * others. What does not fit is named with the command that prints it. The same run gives the same evidence.
 */
export async function gatherEvidence(run: ShownRun, source: TrialSource, options: GatherOptions): Promise<Evidence> {
  const index = indexRun(run);
  const chosen = [...index.cells].filter(([id, { verdict }]) => isChosen(id, verdict, options));
  const filled = await fill(chosen, { index, source, budget: options.budget ?? evidenceBudget });
  const cells = [...index.cells].map(([id, cell]) => trialsOf(id, cell));
  return {
    trials: cells.flatMap((own) => own.flatMap((one) => filled.shown.get(nameOf(one)) ?? [])),
    leftOut: cells.flatMap((own) => leftOutOf(own, { ...filled, showWords: source.showWords })),
  };
}

/** Every trial of a run with kept exchanges, one after another, for pages of their own. */
export async function* everyTrial(run: ShownRun, source: TrialSource): AsyncGenerator<TrialEvidence> {
  const index = indexRun(run);
  for (const [id, cell] of index.cells) {
    for (const one of trialsOf(id, cell)) {
      const evidence = await evidenceOf(one, index, source);
      if (evidence.exchanges.length > 0) yield evidence;
    }
  }
}

function isChosen(id: string, verdict: RunTrial["cell"]["verdict"], { embed, alarmed }: GatherOptions): boolean {
  return embed === "all" || (embed === "red" && (isRed(verdict) || alarmed.has(id)));
}

type Filling = { readonly index: RunIndex; readonly source: TrialSource; readonly budget: number };
type Filled = {
  readonly shown: ReadonlyMap<string, TrialEvidence>;
  readonly noBytes: ReadonlySet<string>;
  readonly tooMuch: ReadonlySet<string>;
};

async function fill(
  cells: Iterable<readonly [string, JudgedCell]>,
  { index, source, budget }: Filling,
): Promise<Filled> {
  const shown = new Map<string, TrialEvidence>();
  const noBytes = new Set<string>();
  const tooMuch = new Set<string>();
  let [size, isFull] = [0, false];
  for (const one of inTurns([...cells].map(([id, cell]) => trialsOf(id, cell)))) {
    if (!wasAsked(one)) continue;
    const evidence = isFull ? null : await evidenceOf(one, index, source);
    const weight = evidence === null ? 0 : sizeInPage(evidence);
    if (evidence?.exchanges.length === 0) noBytes.add(nameOf(one));
    else if (evidence === null || size + weight > budget) {
      tooMuch.add(nameOf(one));
      // A smaller trial may still fit, until the page is all but full.
      isFull ||= size > budget * 0.95;
    } else {
      size += weight;
      shown.set(nameOf(one), evidence);
    }
  }
  return { shown, noBytes, tooMuch };
}

function evidenceOf({ id, cell, judged }: RunTrial, index: RunIndex, source: TrialSource): Promise<TrialEvidence> {
  const transcript = cell.transcripts.find(({ trial }) => trial === judged.trial);
  if (transcript === undefined) throw new RangeError(`${id}: trial ${judged.trial} was judged and is not there`);
  const { cells } = index;
  return trialEvidence({ transcript, judged, cells, pairs: index.pairsOf(id), again: index.againOf(id) }, source);
}

/** First of every cell a bad trial and another one, then of every cell the rest: each cell is read twice at most. */
function inTurns(cells: readonly (readonly RunTrial[])[]): readonly RunTrial[] {
  const turns = cells.map((own) => {
    const isBad = ({ judged }: RunTrial) => judged.outcome === "bad";
    const first = [own.find(isBad), own.find((one) => !isBad(one))].filter((one) => one !== undefined);
    return { first, rest: own.filter((one) => !first.includes(one)) };
  });
  return [...turns.flatMap(({ first }) => first), ...turns.flatMap(({ rest }) => rest)];
}

/** What a trial takes in a file: at most so much, since trials of a cell are deflated together. */
function sizeInPage(trial: TrialEvidence): number {
  const html = trialHtml(trial, { cell: (cell) => `#${cell}`, trial: () => null });
  return Math.ceil(deflateRawSync(markupText(html)).length / 3) * 4;
}

/** What is left out of a cell, the trials of one reason together. */
function leftOutOf(
  own: readonly RunTrial[],
  { shown, noBytes, tooMuch, showWords }: Filled & Pick<TrialSource, "showWords">,
): readonly LeftOutTrials[] {
  const whyOf = (one: RunTrial): LeftOutTrials["why"] | null => {
    const name = nameOf(one);
    if (shown.has(name)) return null;
    if (noBytes.has(name) || !wasAsked(one)) return "no-bytes";
    return tooMuch.has(name) ? "too-much" : "not-chosen";
  };
  const reasons = new Map(own.map((one) => [one, whyOf(one)]));
  return (["too-much", "not-chosen", "no-bytes"] as const).flatMap((why) => {
    const trials = own.filter((one) => reasons.get(one) === why);
    const [first] = trials;
    if (first === undefined) return [];
    const { verdict } = first.cell;
    const command =
      why === "no-bytes" ? null : showCommand({ cell: verdict.cell, trial: first.judged.trial, showWords });
    return [{ cell: first.id, trials: trials.map(({ judged }) => judged.trial), why, command }];
  });
}

/** A trial without a request has no bytes, which nothing needs to be read for. */
function wasAsked({ cell, judged }: RunTrial): boolean {
  const transcript = cell.transcripts.find(({ trial }) => trial === judged.trial);
  return (
    transcript?.turns.some(({ attempts }) =>
      attempts.some(({ startedAt, exchange }) => startedAt !== null || exchange !== null),
    ) === true
  );
}

function nameOf({ id, judged }: RunTrial): string {
  return `${id}#${judged.trial}`;
}
