import { z } from "zod";

/**
 * What a response, its items and its events must have, after the specification (openresponses/openresponses @05d5f8, and openai 6.49.0 for
 * custom calls): written by hand, and stricter where we promise more.
 */
const outputText = z.strictObject({
  type: z.literal("output_text"),
  text: z.string(),
  annotations: z.array(z.never()),
  logprobs: z.array(z.never()),
});
const refusal = z.strictObject({ type: z.literal("refusal"), refusal: z.string() });
const summaryText = z.strictObject({ type: z.literal("summary_text"), text: z.string() });
const status = z.enum(["in_progress", "completed", "incomplete"]);

const message = z.strictObject({
  id: z.string().regex(/^msg_[0-9a-f]{40}$/),
  type: z.literal("message"),
  status,
  role: z.literal("assistant"),
  content: z.array(z.union([outputText, refusal])),
  phase: z.enum(["commentary", "final_answer"]).optional(),
});
const called = { status, call_id: z.string().min(1), name: z.string(), namespace: z.string().optional() };
const functionCall = z.strictObject({
  ...{ id: z.string().regex(/^fc_[0-9a-f]{40}$/), type: z.literal("function_call"), arguments: z.string() },
  ...called,
});
const customCall = z.strictObject({
  ...{ id: z.string().regex(/^ctc_[0-9a-f]{40}$/), type: z.literal("custom_tool_call"), input: z.string() },
  ...called,
});
const reasoning = z.strictObject({
  id: z.string().regex(/^rs_[0-9a-f]{40}$/),
  type: z.literal("reasoning"),
  summary: z.array(summaryText),
  encrypted_content: z.string().optional(),
});
const item = z.union([message, functionCall, customCall, reasoning]);

const usage = z.object({
  input_tokens: z.int(),
  output_tokens: z.int(),
  total_tokens: z.int(),
  input_tokens_details: z.object({ cached_tokens: z.int() }),
  output_tokens_details: z.object({ reasoning_tokens: z.int() }),
});

/** The 31 members that are required, null only where the specification has it. */
export const responseSchema = z.strictObject({
  id: z.string().regex(/^resp_[0-9a-f]{32}$/),
  object: z.literal("response"),
  created_at: z.int(),
  completed_at: z.int().nullable(),
  status: z.enum(["in_progress", "completed", "incomplete", "failed"]),
  incomplete_details: z.strictObject({ reason: z.enum(["max_output_tokens", "content_filter"]) }).nullable(),
  model: z.string(),
  previous_response_id: z.null(),
  instructions: z.string().nullable(),
  output: z.array(item),
  error: z.strictObject({ code: z.string(), message: z.string() }).nullable(),
  tools: z.array(z.object({ type: z.string() })),
  tool_choice: z.union([z.string(), z.object({ type: z.string() })]),
  truncation: z.literal("disabled"),
  parallel_tool_calls: z.boolean(),
  text: z.object({ format: z.object({ type: z.string() }) }),
  top_p: z.number(),
  presence_penalty: z.number(),
  frequency_penalty: z.number(),
  top_logprobs: z.int(),
  temperature: z.number(),
  reasoning: z.strictObject({ effort: z.string().nullable(), summary: z.string().nullable() }),
  usage: usage.nullable(),
  max_output_tokens: z.int().nullable(),
  max_tool_calls: z.int().nullable(),
  store: z.literal(false),
  background: z.literal(false),
  service_tier: z.literal("default"),
  metadata: z.record(z.string(), z.unknown()),
  safety_identifier: z.string().nullable(),
  prompt_cache_key: z.string().nullable(),
});

const numbered = { sequence_number: z.int() };
const inItem = { ...numbered, item_id: z.string(), output_index: z.int() };
const inContent = { ...inItem, content_index: z.literal(0) };
const inSummary = { ...inItem, summary_index: z.literal(0) };
const event = <Shape extends z.ZodRawShape>(type: string, shape: Shape) =>
  z.strictObject({ type: z.literal(type), ...shape });
const noLogprobs = { logprobs: z.array(z.never()) };

/** Every event that a stream of ours may have. */
export const eventSchema = z.union([
  ...["created", "in_progress", "completed", "incomplete", "failed"].map((name) =>
    event(`response.${name}`, { ...numbered, response: responseSchema }),
  ),
  ...["added", "done"].map((name) =>
    event(`response.output_item.${name}`, { ...numbered, output_index: z.int(), item }),
  ),
  ...["added", "done"].map((name) =>
    event(`response.content_part.${name}`, { ...inContent, part: z.union([outputText, refusal]) }),
  ),
  ...["added", "done"].map((name) =>
    event(`response.reasoning_summary_part.${name}`, { ...inSummary, part: summaryText }),
  ),
  event("response.output_text.delta", { ...inContent, ...noLogprobs, delta: z.string().min(1) }),
  event("response.output_text.done", { ...inContent, ...noLogprobs, text: z.string() }),
  event("response.refusal.delta", { ...inContent, delta: z.string().min(1) }),
  event("response.refusal.done", { ...inContent, refusal: z.string() }),
  event("response.reasoning_summary_text.delta", { ...inSummary, delta: z.string().min(1) }),
  event("response.reasoning_summary_text.done", { ...inSummary, text: z.string() }),
  event("response.function_call_arguments.delta", { ...inItem, delta: z.string().min(1) }),
  event("response.function_call_arguments.done", { ...inItem, name: z.string(), arguments: z.string() }),
  event("response.custom_tool_call_input.delta", { ...inItem, delta: z.string().min(1) }),
  event("response.custom_tool_call_input.done", { ...inItem, input: z.string() }),
  event("error", {
    ...numbered,
    error: z.strictObject({
      ...{ type: z.string(), code: z.string().nullable(), message: z.string(), param: z.string().nullable() },
    }),
  }),
]);
