import type { LlmData, RoutingRow } from "./rows.js";

/** A model that a router may choose. Absent is null. Prices are in US dollars per million tokens. */
export type Candidate = {
  readonly name: string;
  /** As written in the file, e.g. `7B`. */
  readonly size: string | null;
  readonly inputPrice: number | null;
  readonly outputPrice: number | null;
};

/** The models in `llm_data`, in file order. */
export function candidatesOf(data: LlmData): readonly Candidate[] {
  return Object.entries(data).map(([name, known]) => ({
    name,
    size: known.size ?? null,
    inputPrice: known.input_price ?? null,
    outputPrice: known.output_price ?? null,
  }));
}

/** The models named in the rows, in order of first appearance, without size or prices. */
export function candidatesIn(rows: readonly RoutingRow[]): readonly Candidate[] {
  const names = new Set(rows.map((row) => row.model_name));
  return [...names].map((name) => ({ name, size: null, inputPrice: null, outputPrice: null }));
}

/**
 * The cost of a reply in US dollars; null when a price or a token count is missing. A row with only a combined count
 * (`token_num`, the seed's column) is charged the mean of the two prices, because it does not split input from output.
 */
export function costOf(row: RoutingRow, { inputPrice, outputPrice }: Candidate): number | null {
  if (inputPrice === null || outputPrice === null) return null;
  const [input, output] = [row.input_tokens ?? null, row.output_tokens ?? null];
  if (input !== null && output !== null) return (input * inputPrice + output * outputPrice) / 1e6;
  const total = row.token_num ?? null;
  return total === null ? null : (total * (inputPrice + outputPrice)) / 2e6;
}
