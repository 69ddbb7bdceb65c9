import { z } from "zod";

const count = z.int().min(0);

/** One line of `query_data_*`: what could be asked. Other columns are left alone. */
export const queryRow = z.looseObject({ query: z.string().min(1), task_name: z.string().nullish() });

/**
 * One line of `routing_data_*`: what one model made of one query. `performance`: 0 (wrong) to 1 (right). `token_num`: input
 * and output together; `input_tokens` and `output_tokens` give an exacter cost. Other columns are left alone.
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

/** `llm_data`: model name → what is known of it. `size` as in `"7B"`. Other keys are left alone. */
export const llmData = z.record(
  z.string().min(1),
  z.looseObject({ size: z.string().nullish(), input_price: price, output_price: price }),
);

export type QueryRow = z.output<typeof queryRow>;
export type RoutingRow = z.output<typeof routingRow>;
export type LlmData = z.output<typeof llmData>;
