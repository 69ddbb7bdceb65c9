import { z } from "zod";

const count = z.int().min(0);

/** One line of `query_data_*`: a query. Other columns are ignored. */
export const queryRow = z.looseObject({ query: z.string().min(1), task_name: z.string().nullish() });

/**
 * One line of `routing_data_*`: how one model answered one query. `performance`: 0 (wrong) to 1 (right). `token_num`: input
 * and output tokens together; `input_tokens` and `output_tokens` give a more exact cost. Other columns are ignored.
 */
export const routingRow = z.looseObject({
  query: z.string().min(1),
  model_name: z.string().min(1),
  performance: z.number().min(0).max(1),
  llm_judge: z.number().min(0).max(1).nullish(),
  token_num: count.nullish(),
  input_tokens: count.nullish(),
  output_tokens: count.nullish(),
});

const price = z.number().min(0).nullish().describe("US dollars a million tokens.");

/** `llm_data`: model name → size and prices. `size` is written as in `"7B"`. Other keys are ignored. */
export const llmData = z.record(
  z.string().min(1),
  z.looseObject({ size: z.string().nullish(), input_price: price, output_price: price }),
);

export type QueryRow = z.output<typeof queryRow>;
export type RoutingRow = z.output<typeof routingRow>;
export type LlmData = z.output<typeof llmData>;
