import { z } from "zod";
import { armIds, exclusions, type IdentityCall, sides } from "../../verdict/identity/call.js";
import { type CallStore, callStores } from "../experiment/call-store.js";

/** What a test of identity is about, as `identity.json` keeps it. */
export type IdentityFacts = {
  readonly schemaVersion: 1;
  readonly id: string;
  readonly startedAt: string;
  readonly program: string;
  /** The two targets, as they were typed, and the addresses of typed ones. */
  readonly A: string;
  readonly B: string;
  readonly baseUrl: string | null;
  readonly baseUrlB: string | null;
  readonly battery: string;
  readonly edition: number;
  readonly prompts: readonly string[];
  readonly arms: readonly (typeof armIds)[number][];
  readonly incomparable: string | null;
  readonly mark: "SIMULATED" | null;
  readonly seed: number;
  readonly nonceSeed: number;
  readonly budget: number;
  readonly alpha: number;
  readonly maxTokens: number;
};

/** A call as the journal keeps it, before its bytes. */
export type KeptAnswer = {
  readonly call: IdentityCall;
  readonly why: string | null;
  readonly requestId: string | null;
  readonly replyId: string | null;
  /** The model that answered, as the reply names it; null: it names none. */
  readonly model: string | null;
  /** The upstream that served it, as a gateway names it; null: none is named. */
  readonly upstream: string | null;
  readonly costUsd: number;
};

/** A test on the disk, open for writing by this process alone. */
export type IdentityStore = CallStore<IdentityFacts, KeptAnswer>;

/** The schema of `identity.json`. */
export const identitySchema: z.ZodType<IdentityFacts> = z
  .strictObject({
    schemaVersion: z.literal(1),
    id: z.string(),
    startedAt: z.string().describe("ISO 8601, UTC."),
    program: z.string().describe("The version of llm-parity."),
    A: z.string().describe("The first target, as it was typed."),
    B: z.string(),
    baseUrl: z.string().nullable().describe("Of typed targets; null: their provider's."),
    baseUrlB: z.string().nullable().describe("Of the second target, where it is another; null: as the first."),
    battery: z.string(),
    edition: z.number(),
    prompts: z.array(z.string()).describe("Ids of the prompts, in the order of the battery."),
    arms: z.array(z.enum(armIds)).describe("The arms that both targets can be asked in."),
    incomparable: z
      .string()
      .nullable()
      .describe("Why the prompt tokens are counted by other definitions; null: alike."),
    mark: z.enum(["SIMULATED"]).nullable().describe("SIMULATED: a simulator is asked; null: the services."),
    seed: z.number(),
    nonceSeed: z.number().describe("Of the references in the arm fresh-prompt."),
    budget: z.number().describe("Calls at most."),
    alpha: z.number().describe("The share of equal pairs that are called different at most."),
    maxTokens: z.number().describe("Tokens of a reply at most."),
  })
  .meta({ id: "identity", title: "llm-parity identity", description: "Which two targets are compared, and how." });

/** A line of the journal, without its bytes. */
export const keptAnswerSchema = z
  .strictObject({
    call: z.strictObject({
      number: z.number().describe("Of what was drawn; a call that is made again keeps it."),
      phase: z.number(),
      arm: z.enum(armIds),
      prompt: z.string(),
      side: z.enum(sides),
      call: z.number(),
      answer: z.string().nullable().describe("The first word of the reply; null: excluded says why there is none."),
      excluded: z.enum(exclusions).nullable(),
      inputTokens: z.number().nullable().describe("Of the prompt; null: not reported, or a cache had a part in them."),
      hasReasoned: z.boolean(),
      isCopy: z.boolean().describe("The wire shows that a cache gave the reply."),
    }),
    why: z.string().nullable(),
    requestId: z.string().nullable(),
    replyId: z.string().nullable(),
    model: z.string().nullable().describe("The model that answered, as the reply names it."),
    upstream: z.string().nullable().describe("The upstream that served it, as a gateway names it."),
    costUsd: z.number(),
  })
  .meta({ id: "identity-call", title: "llm-parity identity", description: "A call, before its bytes (entry)." });

/** Tests, each in a folder of its own. */
export const {
  begin: beginIdentity,
  resume: resumeIdentity,
  read: readIdentity,
} = callStores<Omit<IdentityFacts, "schemaVersion" | "id">, KeptAnswer>({
  noun: "a test of `llm-parity identity`",
  facts: "identity.json",
  schema: identitySchema,
  command: "identity",
});
