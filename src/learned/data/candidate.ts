import type { LlmData, RoutingRow } from "./rows.js";

/** A model that may be chosen. Absent is null. Prices in US dollars a million tokens. */
export type Candidate = {
  readonly name: string;
  /** As it was written, e.g. `7B`. */
  readonly size: string | null;
  readonly inputPrice: number | null;
  readonly outputPrice: number | null;
};

/** The models of `llm_data`, in the order of the file. */
export function candidatesOf(data: LlmData): readonly Candidate[] {
  return Object.entries(data).map(([name, known]) => ({
    name,
    size: known.size ?? null,
    inputPrice: known.input_price ?? null,
    outputPrice: known.output_price ?? null,
  }));
}

/** The models that rows name, in the order in which they come; nothing is known of them. */
export function candidatesIn(rows: readonly RoutingRow[]): readonly Candidate[] {
  const names = new Set(rows.map((row) => row.model_name));
  return [...names].map((name) => ({ name, size: null, inputPrice: null, outputPrice: null }));
}

/**
 * What a reply cost, in US dollars; null when a price or a count is missing. A row that counts input and output together
 * (`token_num`, as the seed writes it) is charged the mean of the two prices: it does not say which were which.
 */
export function costOf(row: RoutingRow, { inputPrice, outputPrice }: Candidate): number | null {
  if (inputPrice === null || outputPrice === null) return null;
  const [input, output] = [row.input_tokens ?? null, row.output_tokens ?? null];
  if (input !== null && output !== null) return (input * inputPrice + output * outputPrice) / 1e6;
  const total = row.token_num ?? null;
  return total === null ? null : (total * (inputPrice + outputPrice)) / 2e6;
}
