/** One part of the proof. `missed`: sentences on figures that were not reached. */
export type Part = { readonly title: string; readonly lines: readonly string[]; readonly missed: readonly string[] };

/** A table with a line for each row. */
export function table(head: readonly string[], rows: readonly (readonly (string | number)[])[]): readonly string[] {
  const line = (cells: readonly (string | number)[]) => `| ${cells.join(" | ")} |`;
  return [line(head), line(head.map((_, at) => (at === 0 ? "---" : "---:"))), ...rows.map(line)];
}

export function mean(values: readonly number[]): number {
  return values.reduce((all, one) => all + one, 0) / Math.max(1, values.length);
}

/** A share with three digits. */
export function share(value: number): string {
  return value.toFixed(3);
}
