import { z } from "zod";
import { askedApiNames } from "../../chat/api.js";

const pointer = z
  .string()
  .regex(/^(?:\/(?:[^~/]|~[01])*)*$/, 'write a JSON pointer, such as /messages/0/role; "" is the whole body');

const operation = z.discriminatedUnion("op", [
  z.strictObject({ op: z.enum(["add", "replace", "test"]), path: pointer, value: z.json() }),
  z.strictObject({ op: z.literal("remove"), path: pointer }),
  z.strictObject({ op: z.enum(["move", "copy"]), from: pointer, path: pointer }),
]);

/** What a step may change in its request just before it is sent. */
export const change = {
  model: z.string().min(1).max(200).optional().describe("A model id that is asked for in place of the target's."),
  patch: z
    .array(
      z.strictObject({
        apis: z.union([z.literal("all"), z.array(z.enum(askedApiNames())).min(1)]),
        families: z
          .array(z.string().min(1))
          .min(1)
          .optional()
          .describe("Body families of InvokeModel; absent: every body of these APIs."),
        ops: z.array(operation).describe("JSON Patch (RFC 6902), in order; []: the body is right as it is."),
      }),
    )
    .min(1)
    .optional()
    .describe(
      "Changes of the encoded body. The first entry for the target counts; without one, the case is unsupported.",
    ),
  body: z
    .union([
      z.strictObject({ text: z.string().describe("Sent as the body, whether it is JSON or not.") }),
      z.strictObject({
        fill: z.int().min(1).max(20_000_000).describe("Characters of filler after the last text of the user."),
      }),
    ])
    .optional(),
  key: z.literal("wrong").optional().describe("Sent with a credential that no service knows."),
};

const changeFile = z.strictObject(change);
export type ChangeFile = z.output<typeof changeFile>;
