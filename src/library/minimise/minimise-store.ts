import { z } from "zod";
import type { JsonValue } from "../../chat/json.js";
import type { ControlCall } from "../../verdict/minimise/control/control-proof.js";
import type { MinimiseCall } from "../../verdict/minimise/search/call.js";
import { type CallStore, callStores } from "../experiment/call-store.js";
import type { KeptCall } from "../experiment/experiment-store.js";

/** What is minimised, as `minimise.json` keeps it. */
export type MinimiseFacts = {
  readonly schemaVersion: 1;
  readonly id: string;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly program: string;
  readonly cell: string;
  /** The run that the cell is from, as the command named it; null: a fixture. */
  readonly run: string | null;
  /** The folder of the experiment whose cause is kept to the last; null: none was named. */
  readonly from: string | null;
  /** SIMULATED: a simulator is asked; null: the services. */
  readonly mark: "SIMULATED" | null;
  readonly seed: number;
  /** Of the references that vary the prompts: another one for each live experiment, so that no cache has seen them. */
  readonly nonceSeed: number;
  readonly budget: number;
  readonly symptom: readonly string[];
  /** The whole body that is minimised, without a reference. */
  readonly body: JsonValue;
  /** Pointers into the request: what is tried last. */
  readonly suspects: readonly string[];
  /** The control that the result is held against, in words; null: none is known. */
  readonly control: string | null;
};

/** A call as the journal keeps it: what it showed, and its bytes. */
export type KeptProbe = Omit<KeptCall, "call"> & { readonly call: MinimiseCall | ControlCall };

/** A search on the disk, open for writing by this process alone. */
export type MinimiseStore = CallStore<MinimiseFacts, KeptProbe>;

/** The schema of `minimise.json`. */
export const minimiseSchema: z.ZodType<MinimiseFacts> = z
  .strictObject({
    schemaVersion: z.literal(1),
    id: z.string(),
    startedAt: z.string().describe("ISO 8601, UTC."),
    program: z.string().describe("The version of llm-parity."),
    cell: z.string(),
    run: z.string().nullable().describe("The run that the cell is from; null: a fixture."),
    from: z.string().nullable().describe("The experiment whose cause is kept to the last; null: none was named."),
    mark: z.enum(["SIMULATED"]).nullable().describe("SIMULATED: a simulator is asked; null: the services."),
    seed: z.number(),
    nonceSeed: z.number().describe("Of the references that vary the prompts."),
    budget: z.number().describe("Calls at most."),
    symptom: z.array(z.string()).describe("The findings that a bad call has."),
    body: z.json().describe("The whole body that is minimised, without a reference."),
    suspects: z.array(z.string()).describe("Pointers into the request: what is tried last."),
    control: z.string().nullable().describe("The control that the result is held against; null: none is known."),
  })
  .meta({ id: "minimise", title: "llm-parity minimise", description: "What is minimised, and how it was begun." });

/** Searches, each in a folder of its own. */
export const {
  begin: beginMinimise,
  resume: resumeMinimise,
  read: readMinimise,
} = callStores<Omit<MinimiseFacts, "schemaVersion" | "id">, KeptProbe>({
  noun: "a search of `llm-parity minimise`",
  facts: "minimise.json",
  schema: minimiseSchema,
  command: "minimise",
});
