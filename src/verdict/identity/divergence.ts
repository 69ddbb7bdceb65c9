/** An answer to a prompt, in one of two groups. */
export type GroupedAnswer = { readonly prompt: string; readonly answer: string; readonly isLeft: boolean };

/**
 * How far two groups of answers are apart. `bits`: the Jensen–Shannon divergence within each prompt, each group weighted by its answers, over
 * all prompts that both groups answered: 0 for equal shares, 1 for answers without one in common (Lin 1991). `chanceBits`: the same on
 * average where groups are drawn anew within each prompt, which is what counting so few answers makes of equal groups. `p`: the share of
 * such draws that are at least as far apart; for a number of answers that was fixed before.
 */
export type Divergence = {
  readonly bits: number;
  readonly chanceBits: number;
  readonly p: number;
  readonly answers: number;
  readonly prompts: number;
};

/** Compares two groups by `draws` permutations within each prompt. Null: no prompt was answered in both. */
export function divergenceOf(
  answers: readonly GroupedAnswer[],
  { draws, random }: { readonly draws: number; readonly random: () => number },
): Divergence | null {
  const prompts = tablesOf(answers);
  const total = prompts.reduce((sum, { codes }) => sum + codes.length, 0);
  if (total === 0) return null;
  const measured = sumOf(prompts);
  let [drawn, asFar] = [0, 0];
  for (let draw = 0; draw < draws; draw += 1) {
    for (const prompt of prompts) drawLeft(prompt, random);
    const one = sumOf(prompts);
    drawn += one;
    if (one >= measured - 1e-9) asFar += 1;
  }
  return {
    ...{ bits: measured / total, chanceBits: drawn / (draws * total), p: (asFar + 1) / (draws + 1) },
    ...{ answers: total, prompts: prompts.length },
  };
}

/** The answers to one prompt as numbers; the first `left` of them are those of the left group. `counts`: of all; `ofLeft`: for counting. */
type PromptTable = {
  readonly codes: Int32Array;
  readonly left: number;
  readonly counts: Int32Array;
  readonly ofLeft: Int32Array;
};

function tablesOf(answers: readonly GroupedAnswer[]): readonly PromptTable[] {
  const byPrompt = new Map<string, GroupedAnswer[]>();
  for (const one of answers) {
    const before = byPrompt.get(one.prompt);
    if (before === undefined) byPrompt.set(one.prompt, [one]);
    else before.push(one);
  }
  return [...byPrompt.values()].flatMap((all) => {
    const left = all.filter(({ isLeft }) => isLeft);
    if (left.length === 0 || left.length === all.length) return [];
    const names = new Map<string, number>();
    for (const { answer } of all) if (!names.has(answer)) names.set(answer, names.size);
    const ordered = [...left, ...all.filter(({ isLeft }) => !isLeft)];
    const codes = Int32Array.from(ordered, ({ answer }) => names.get(answer) ?? 0);
    const counts = new Int32Array(names.size);
    for (const code of codes) counts[code] = (counts[code] ?? 0) + 1;
    return [{ codes, left: left.length, counts, ofLeft: new Int32Array(names.size) }];
  });
}

/** The divergence of each prompt times its number of answers, summed. */
function sumOf(prompts: readonly PromptTable[]): number {
  let bits = 0;
  for (const { codes, left, counts, ofLeft } of prompts) {
    ofLeft.fill(0);
    for (let at = 0; at < left; at += 1) {
      const code = codes[at] ?? 0;
      ofLeft[code] = (ofLeft[code] ?? 0) + 1;
    }
    bits += countLog(codes.length) - countLog(left) - countLog(codes.length - left);
    for (let code = 0; code < counts.length; code += 1) {
      const [here, both] = [ofLeft[code] ?? 0, counts[code] ?? 0];
      bits += countLog(here) + countLog(both - here) - countLog(both);
    }
  }
  return bits;
}

/** Draws others into the left group. */
function drawLeft({ codes, left }: PromptTable, random: () => number): void {
  for (let at = 0; at < left; at += 1) {
    const from = at + Math.floor(random() * (codes.length - at));
    const moved = codes[from] ?? 0;
    codes[from] = codes[at] ?? 0;
    codes[at] = moved;
  }
}

/** n · log2 n of small counts, which permutations need over and over. */
const countLogs = Float64Array.from({ length: 1024 }, (_, count) => (count === 0 ? 0 : count * Math.log2(count)));

function countLog(count: number): number {
  return countLogs[count] ?? count * Math.log2(count);
}
