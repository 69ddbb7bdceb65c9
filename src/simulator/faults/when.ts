import { z } from "zod";
import { apis } from "../../chat/api.js";

const one = <T extends z.ZodType>(item: T) => z.union([item.transform((value) => [value]), z.array(item).min(1)]);

/**
 * Which requests a rule is about; every member that is given must hold.
 * `step`: `first` has no reply of the model before it, `after-tool` comes with a tool result, `later` is any but the first.
 * `nth`: only these matching requests, counted from 1. `probability`: of the requests left, seeded.
 */
export const whenSchema = z
  .strictObject({
    api: one(z.enum(apis)).nullable().default(null),
    step: z.enum(["any", "first", "after-tool", "later"]).default("any"),
    tools: z.boolean().nullable().default(null),
    scenario: one(z.string()).nullable().default(null),
    nth: one(z.int().min(1)).nullable().default(null),
    probability: z.number().min(0).max(1).default(1),
  })
  .prefault({});

export type When = z.infer<typeof whenSchema>;
