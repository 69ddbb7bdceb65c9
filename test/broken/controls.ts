import type { ApiName } from "./catalogue.js";
import { apiNames, type Behaviour, seededRun } from "./seeded-run.js";

/** One clean control: a well-behaved model with one way of splitting its bytes. Nothing may be found. */
export type Control = {
  readonly model: string;
  readonly chunks: string;
  readonly scenario: string;
  readonly api: ApiName;
  /** The findings; `ok` where there are none. */
  readonly found: string;
};

/** Ways for a model to behave well. */
const models: { readonly [name: string]: Behaviour } = {
  plain: {},
  "Kimi's own ids and empty blocks": { toolCallIds: "native", emptyTextBlocks: true },
  "ids of nine letters": { toolCallIds: "nine-alnum" },
  "reasoning apart": { reasoning: { text: "The user asks for something; I should answer it." } },
  "signed reasoning": { reasoning: { text: "I should answer.", signed: true } },
};

/** How the bytes of a body are split. */
const arrivals: { readonly [name: string]: NonNullable<Behaviour["faults"]> } = {
  whole: [],
  "7 bytes": [{ fault: "rechunk", bytes: 7 }],
  "1 byte": [{ fault: "rechunk", bytes: 1 }],
};

const scenarios = ["basic-chat", "tool-call", "response-after-tool", "multi-step"];

/** Runs every control: model × arrival × scenario × API. */
export async function runControls(): Promise<readonly Control[]> {
  const controls: Control[] = [];
  for (const [model, behaviour] of Object.entries(models)) {
    for (const [chunks, faults] of Object.entries(arrivals)) {
      for (const scenario of scenarios) {
        for (const [name, api] of Object.entries(apiNames)) {
          const { observed, findings } = await seededRun({ api, scenario, behaviour: { ...behaviour, faults } });
          const listed = findings.map(({ id, severity }) => `${severity} ${id}`).join(", ");
          controls.push({ model, chunks, scenario, api: name as ApiName, found: listed === "" ? observed : listed });
        }
      }
    }
  }
  return controls;
}
