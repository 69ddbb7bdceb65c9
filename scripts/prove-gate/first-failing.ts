/** Whether a claim holds in every case, and how it does not in the first case that breaks it. */
export function firstFailing(claim: string, cases: readonly (() => string | null)[]) {
  const broken = cases.map((holds) => holds()).filter((words) => words !== null);
  const [first] = broken;
  const line = `${cases.length - broken.length} of ${cases.length}: ${claim}`;
  return { line, missed: first === undefined ? [] : [`${claim}: not in ${broken.length}; ${first}`] };
}
