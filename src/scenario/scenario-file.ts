import { z } from "zod";
import { comparisonFile } from "./compare/comparison-file.js";
import { change } from "./file/change-file.js";
import { settings, stepSettings } from "./file/settings-file.js";
import { mostInFlight } from "./in-flight/markers.js";
import { kebabName, toolName } from "./names.js";
import { needs } from "./scenario.js";

const jsonObject = z.record(z.string(), z.json());
const text = z.string();

/** An object that must have exactly one of its keys. The key is the kind of the value. */
function oneOf<Shape extends z.ZodRawShape>(shape: Shape) {
  return z
    .strictObject(shape)
    .refine((value) => Object.keys(value).length === 1, `write exactly one of: ${Object.keys(shape).join(", ")}`)
    .meta({ minProperties: 1, maxProperties: 1 });
}

const base64 = z.string().regex(/^[A-Za-z0-9+/]+={0,2}$/, "write base64");
const media = z.strictObject({ mediaType: z.string(), base64 }).or(z.strictObject({ url: z.url() }));

const filler = z
  .strictObject({
    tokens: z.int().min(1).max(1_000_000).describe("About how many, at four characters each."),
    seed: z.int().min(0).default(1).describe("The same seed gives the same text."),
    facts: z
      .array(z.strictObject({ at: z.number().min(0).max(1), text: text.min(1) }))
      .default([])
      .describe("Sentences between the others; `at` is the depth, 0 at the beginning and 1 at the end."),
  })
  .describe("A long text of made-up sentences: a context to recall facts from.");

const part = oneOf({
  filler: filler.optional(),
  text: text.optional(),
  json: z.json().optional(),
  image: media.optional(),
  document: z.strictObject({ name: z.string().nullable().default(null), source: media }).optional(),
});

const content = {
  text: text.optional().describe("The content as one text."),
  json: z.json().optional().describe("The content as one JSON value."),
  parts: z.array(part).optional().describe("The content as parts; [] is a result without content."),
};

function oneContent(value: { readonly text?: unknown; readonly json?: unknown; readonly parts?: unknown }): boolean {
  return [value.text, value.json, value.parts].filter((one) => one !== undefined).length === 1;
}
const oneContentMessage = "write exactly one of: text, json, parts";
const status = z.enum(["success", "error"]).nullable().default(null);

const tool = z.strictObject({
  name: toolName,
  description: z.string().min(1).nullable(),
  parameters: jsonObject.nullable().describe("JSON Schema of the arguments."),
  strict: z.boolean().nullable().default(null),
  results: z
    .array(
      z
        .strictObject({ when: jsonObject.nullable().default(null), ...content, status })
        .refine(oneContent, oneContentMessage),
    )
    .default([])
    .describe("Scripted answers: the first whose `when` is part of the call's arguments is given."),
});

const historyCall = z.strictObject({
  id: z.string().min(1).max(256).describe("Sent to the service exactly as it stands here."),
  tool: z.string().min(1),
  arguments: jsonObject,
});

const userContent = z.union([text, z.array(part)]);

const message = oneOf({
  system: text.optional(),
  developer: text.optional(),
  user: userContent.optional(),
  assistant: z
    .union([
      text,
      z.strictObject({ reasoning: text.optional(), text: text.optional(), calls: z.array(historyCall).default([]) }),
    ])
    .optional(),
  tool: z
    .strictObject({ id: z.string().min(1), ...content, status })
    .refine(oneContent, oneContentMessage)
    .optional(),
});

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const matcher = z
  .union([
    scalar,
    oneOf({
      equals: z.json().optional(),
      contains: text.min(1).optional(),
      anyOf: z.array(z.json()).min(1).optional(),
      present: z.literal(true).optional(),
    }),
  ])
  .describe("A plain value must be equal; contains ignores case.");

const words = z.array(text.min(1)).min(1);

const expectation = oneOf({
  says: words.describe("The answer contains at least one of these; case does not count.").optional(),
  usesResult: z
    .array(words)
    .min(1)
    .describe("The answer contains, for each group, at least one of its words.")
    .optional(),
  calls: z
    .array(z.strictObject({ tool: toolName, arguments: z.record(z.string(), matcher).default({}) }))
    .min(1)
    .describe("Exactly these calls are made, in any order.")
    .optional(),
  noCalls: z.literal(true).describe("No tool is called.").optional(),
  finish: z
    .array(z.enum(["stop", "tool-calls", "length", "content-filter", "error", "other"]))
    .min(1)
    .optional(),
  refused: z
    .strictObject({
      status: z.array(z.int().min(400).max(499)).min(1),
      names: words.optional().describe("The refusal names at least one of these; case does not count."),
      type: words.optional().describe("The type or code of the error is one of these."),
    })
    .describe("The request is refused before anything is generated, and nothing is billed.")
    .optional(),
});

const step = z.strictObject({
  id: kebabName,
  say: text.nullable().default(null).describe("What the user says first; null: nothing."),
  answerCalls: z
    .boolean()
    .default(false)
    .describe("First, each call of the model's last reply gets its scripted result."),
  fresh: z
    .boolean()
    .default(false)
    .describe("Begins again with the scripted history, as if nothing had been asked before."),
  settings: stepSettings.optional(),
  otherUpstream: z
    .boolean()
    .default(false)
    .describe(
      "Any upstream of the gateway may answer but the one of the last reply; elsewhere, the case is unsupported.",
    ),
  ...change,
  expect: z.array(expectation).min(1),
  example: z
    .strictObject({
      reasoning: text.optional(),
      text: text.optional(),
      calls: z.array(z.strictObject({ tool: toolName, arguments: jsonObject })).default([]),
    })
    .optional()
    .describe(
      "What a good model replies; it meets the expectations, and the simulator replies with it. A probe has none.",
    ),
  variants: z
    .array(text.min(1))
    .max(20)
    .default([])
    .describe("Other texts, as good as the example: the simulator draws one where a request leaves it to chance."),
});

/** The schema of a scenario file: the source of the file format and of its JSON Schema. */
export const scenarioFile = z
  .strictObject({
    id: kebabName.describe("The file's name without .yaml."),
    version: z
      .int()
      .min(1)
      .max(10_000)
      .describe("Raised whenever what is sent or expected changes: results are never pooled over versions."),
    title: z.string().min(1).max(120),
    description: z.string().nullable().default(null),
    tags: z.array(kebabName).default([]),
    needs: z
      .array(z.enum(needs))
      .default([])
      .describe("What a target must be able to do beyond what the scenario shows by itself."),
    settings,
    replay: z
      .strictObject({
        reasoning: z
          .enum(["as-target", "keep", "drop", "alter"])
          .default("as-target")
          .describe(
            "`alter`: one letter of its signature or encrypted content is changed, which a service must refuse.",
          ),
        blankText: z.enum(["keep", "drop"]).default("drop"),
      })
      .default({ reasoning: "as-target", blankText: "drop" })
      .describe("How the model's own turns go back into the next request."),
    system: z.string().min(1).nullable().default(null),
    tools: z.array(tool).default([]),
    history: z.array(message).default([]).describe("Scripted messages before the first step."),
    inFlight: z
      .int()
      .min(2)
      .max(mostInFlight)
      .optional()
      .describe(
        "So many users have this conversation at the same time; `{marker}` is another word in each. Absent: one user.",
      ),
    steps: z.array(step).min(1).max(50),
    compare: z
      .array(comparisonFile)
      .max(20)
      .default([])
      .describe("Pairs of steps that ask the same with one thing changed: does a parameter have its effect?"),
  })
  .meta({
    id: "scenario",
    title: "llm-parity scenario",
    description: "A conversation as data: what is asked, and what a good answer shows.",
  });

export type ScenarioFile = z.output<typeof scenarioFile>;
export type StepFile = ScenarioFile["steps"][number];
export type ToolFile = ScenarioFile["tools"][number];
export type MessageFile = ScenarioFile["history"][number];
export type PartFile = z.output<typeof part>;
export type MatcherFile = z.output<typeof matcher>;
export type ExpectationFile = z.output<typeof expectation>;
export type ContentFile = {
  readonly text?: string | undefined;
  readonly json?: z.output<ReturnType<typeof z.json>> | undefined;
  readonly parts?: readonly PartFile[] | undefined;
};
