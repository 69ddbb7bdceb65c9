import { z } from "zod";
import { isNeverAllowed } from "../../adapters/openai-chat/server/request-members/members.js";

const text = z.string().min(1);
const names = z.array(text).min(1);
const number = z.number().min(0);
const percentiles = z.union([number, z.strictObject({ p50: number, p75: number, p90: number, p99: number }).partial()]);
const sort = z.enum(["price", "throughput", "latency"]);

/**
 * OpenRouter's provider routing, as its request member `provider` has it (OpenRouterTeam/typescript-sdk
 * src/models/providerpreferences.ts; openrouter.ai/docs, provider routing, read 2026-11-28). A text is one upstream, and no other.
 */
export const upstream = z.union([
  text,
  z.strictObject({
    order: names.optional().describe("Upstreams to try, in this order."),
    only: names.optional().describe("The only upstreams that may answer."),
    ignore: names.optional().describe("Upstreams that may not answer."),
    allow_fallbacks: z.boolean().optional().describe("Whether others may answer where these fail."),
    require_parameters: z.boolean().optional().describe("Only upstreams that take every setting of the request."),
    data_collection: z.enum(["allow", "deny"]).optional(),
    zdr: z.boolean().optional().describe("Only upstreams that keep nothing."),
    enforce_distillable_text: z.boolean().optional(),
    quantizations: names.optional(),
    sort: z.union([sort, z.strictObject({ by: sort, partition: z.enum(["model", "none"]).optional() })]).optional(),
    max_price: z
      .strictObject({ prompt: number, completion: number, request: number, image: number, audio: number })
      .partial()
      .optional()
      .describe("US dollars per million tokens."),
    preferred_min_throughput: percentiles.optional(),
    preferred_max_latency: percentiles.optional(),
  }),
]);

/** OpenRouter's routing preferences in a model's entry; a text: one upstream. */
export type Upstream = z.output<typeof upstream>;

/** Members that the router writes itself, so that neither a request nor the file adds them. */
const written = new Set(["model", "messages", "stream", "stream_options", "tools", "tool_choice", "n"]);

/** The names of a model's `allow`. */
export const allow = z
  .array(
    text
      .refine((name) => !isNeverAllowed(name), "chooses an address or a key, which is never a request's")
      .refine((name) => !written.has(name), "is a member that the router reads itself"),
  )
  .default([])
  .describe("Members that requests may set, although they choose something or are unknown.");

/** The body members of a model's `extra`. */
export const extra = z
  .record(text, z.json())
  .superRefine((members, { addIssue }) => {
    for (const name of Object.keys(members).filter((one) => written.has(one))) {
      addIssue({ code: "custom", path: [name], message: "is a member that the router writes itself" });
    }
  })
  .default({})
  .describe("Body members that every request to this model carries.");
