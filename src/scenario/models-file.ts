import { z } from "zod";
import { type ApiTable, askedApiNames, wireApis } from "../chat/api.js";
import { checkedText } from "./file/checked-text.js";
import { day, kebabName, modelName } from "./names.js";
import { baseUrlProblem, idPatternProblem, modelIdProblem, pinProblem, regionProblem } from "./target-names.js";

const source = z.strictObject({
  source: z.string().min(1).describe("Where the fact was read."),
  date: day.describe("The day that the source bears, or else on which it was read."),
});
const sources = z.array(source);
const variable = z
  .string()
  .regex(/^[A-Z][A-Z0-9_]{0,63}$/, "write the name of an environment variable, such as MY_API_KEY");

const capabilities = z
  .strictObject({
    tools: z.boolean(),
    streamingTools: z.boolean(),
    toolChoice: z.array(z.enum(["auto", "none", "required", "tool"])),
    parallelToolCalls: z.boolean(),
    structuredOutput: z.boolean(),
    images: z.boolean(),
    reasoning: z.boolean(),
    stopSequences: z.boolean(),
    system: z.boolean(),
    maxOutputTokens: z.int().min(1),
    fixedSampling: z.boolean(),
  })
  .partial()
  .describe("What it can do, as far as a source says so; leave out what none says.");

const quirks = z
  .strictObject({
    toolCallIdPattern: checkedText(idPatternProblem).nullable(),
    toolResultStatus: z.boolean().nullable(),
    reasoningDialect: z
      .enum(["openrouter", "moonshot-thinking", "claude-thinking", "nova-reasoning", "effort-flat"])
      .nullable(),
    maxCompletionTokens: z.boolean().nullable(),
    takesSampling: z
      .boolean()
      .nullable()
      .describe("false: any temperature and any topP is refused, and neither is sent."),
    temperatureOrTopP: z.boolean().nullable(),
    reasoningReplay: z.enum(["keep", "drop"]).nullable(),
    signsReasoning: z.boolean().nullable(),
    thoughtsInText: z.boolean().nullable(),
    nativeCallIds: z
      .array(
        z.strictObject({
          form: z.string().min(1).describe("In words."),
          example: z.string().min(1),
          apis: z.array(kebabName).min(1).optional().describe("Without streaming in their names; absent: every API."),
          ...source.shape,
        }),
      )
      .min(1)
      .nullable()
      .describe("The call ids that the model writes by itself, or its service for it; the first row that fits counts."),
  })
  .partial()
  .describe("Facts that change how a request is written, or a reply read.");

const price = z.strictObject({
  inputPerMillion: z.number().min(0),
  outputPerMillion: z.number().min(0),
  ...source.shape,
});

const offer = z.strictObject({
  provider: kebabName,
  id: checkedText(modelIdProblem).describe("The provider's own model id or inference profile."),
  apis: z.record(z.string(), z.array(kebabName)).describe("API → the suites that it belongs to; [] for none."),
  path: z
    .string()
    .regex(/^(?:\/[a-z0-9-]+)*\/v1$/, "write the path of a base URL, such as /openai/v1")
    .nullable()
    .default(null)
    .describe("The path of the base URL, where the model is not served at the provider's usual one; null: it is."),
  region: checkedText(regionProblem).nullable().default(null).describe("null: the provider's default region."),
  pin: z
    .strictObject({ slug: checkedText(pinProblem), name: z.string().min(1).describe("Its name in replies.") })
    .nullable()
    .default(null),
  variant: kebabName.nullable().default(null).describe("Last part of the target's id, where it would not be unique."),
  family: z
    .enum([
      "anthropic",
      "moonshot",
      "mistral-text",
      "mistral-chat",
      "llama",
      "deepseek-r1",
      "deepseek-v3",
      "titan",
      "nova",
      "gpt-oss",
      "cohere",
      "ai21",
    ])
    .nullable()
    .default(null)
    .describe("Body family of InvokeModel."),
  capabilities: capabilities.default({}),
  quirks: quirks.default({}),
  extra: z.record(z.string(), z.json()).default({}).describe("Body members that every request carries."),
  price: price.nullable().default(null).describe("US dollars per million tokens; null: no dated source."),
  sources: sources.min(1),
});

const refusal = z
  .strictObject({
    provider: kebabName,
    id: checkedText(modelIdProblem).describe("The id that was asked."),
    apis: z.array(kebabName).min(1).describe("Without streaming in their names."),
    path: offer.shape.path,
    says: z.string().min(1).describe("The words of the refusal."),
    ...source.shape,
  })
  .describe("A route on which the model was asked and refused.");

const model = z.strictObject({
  title: z.string().min(1),
  vendor: z.string().min(1),
  description: z.string().nullable().default(null),
  retired: day.nullable().default(null),
  successor: modelName.nullable().default(null),
  sources: sources.default([]),
  capabilities: capabilities.default({}),
  quirks: quirks.default({}),
  offers: z.array(offer).min(1).describe("Who serves it, and how."),
  refuses: z.array(refusal).default([]).describe("Routes that do not serve it, as far as a source says so."),
});

const count = z.int().min(1);

const quota = z.strictObject({
  models: z
    .array(checkedText(modelIdProblem))
    .min(1)
    .nullable()
    .default(null)
    .describe("The provider's own ids of the models that share it; null: all of the provider."),
  region: checkedText(regionProblem).nullable().default(null).describe("null: all regions share it."),
  tokensPerMinute: count.nullable().default(null),
  tokensPerDay: count.nullable().default(null),
  replyTokens: z.number().min(1).max(100).default(1).describe("Tokens of the quota that one token of a reply takes."),
});

const provider = z.strictObject({
  title: z.string().min(1).optional().describe("What reports call it; a built-in provider has one."),
  baseUrl: checkedText(baseUrlProblem)
    .optional()
    .describe("May contain {region}. Absent: that of the built-in provider."),
  requestsPerMinute: z
    .number()
    .min(0.01)
    .max(1_000_000)
    .nullable()
    .default(null)
    .describe("How fast a run may ask it; null: no limit."),
  inFlight: count.max(10_000).nullable().default(null).describe("Calls under way at once; null: no limit."),
  quotas: z.array(quota).default([]).describe("Quotas of the account. A run uses --quota-share of each."),
  keyVariable: variable
    .nullable()
    .optional()
    .describe("The environment variable with its key; null: it needs none. Absent: as the built-in provider."),
  sources: sources.default([]),
});

function suite(table: ApiTable) {
  const api = z.enum(askedApiNames(table));
  return z.strictObject({
    title: z.string().min(1),
    description: z.string().nullable().default(null),
    live: z.boolean().describe("false: replay only."),
    tested: day.nullable().default(null),
    scenarioTags: z.array(kebabName).min(1),
    sameTargetsAs: kebabName.nullable().default(null).describe("Another suite, whose targets this one has too."),
    showsRefused: z
      .boolean()
      .default(false)
      .describe("true: routes that refuse a model are cells too, with the words of the refusal."),
    columns: z
      .array(z.strictObject({ provider: kebabName, api }))
      .min(1)
      .describe("The columns of its tables, in order."),
    unsupported: z
      .array(z.strictObject({ model: modelName, provider: kebabName, api, reason: z.string().min(1), ...source.shape }))
      .default([])
      .describe("Cells that cannot exist; their columns are shown with the reason."),
    remarks: z
      .array(
        z.strictObject({
          model: modelName,
          provider: kebabName,
          api,
          scenario: kebabName,
          text: z.string().min(1),
          fixture: z
            .string()
            .min(1)
            .nullable()
            .default(null)
            .describe("What it says of the authored fixture: shown where that is replayed alone."),
          ...source.shape,
        }),
      )
      .default([])
      .describe("What a reader must know beside a cell, such as what speaks against the document that it follows."),
    briefs: z
      .array(
        z.strictObject({
          model: modelName,
          known: z.string().min(1),
          notKnown: z.string().min(1),
          ...source.shape,
        }),
      )
      .default([])
      .describe("What is known and what is not of a model that fails here, in one sentence each."),
  });
}

/** The schema of `models.yaml`. `table`: the wire APIs whose names it accepts. */
export function modelsFile(table: ApiTable = wireApis) {
  return z
    .strictObject({
      defaults: z
        .strictObject({ replay: kebabName, live: kebabName })
        .describe("The suite that is meant when none is named."),
      suites: z.record(kebabName, suite(table)),
      providers: z
        .record(kebabName, provider)
        .default({})
        .describe(
          "OpenAI-compatible endpoints besides the built-in providers; or a built-in one, by its name, at another address.",
        ),
      models: z.record(modelName, model),
    })
    .meta({
      id: "models",
      title: "llm-parity models",
      description: "Whom we ask: models, who serves them, and what is known about that.",
    });
}

export type ModelsFile = z.output<ReturnType<typeof modelsFile>>;
export type ModelFile = ModelsFile["models"][string];
export type OfferFile = ModelFile["offers"][number];
export type RefusalFile = ModelFile["refuses"][number];
