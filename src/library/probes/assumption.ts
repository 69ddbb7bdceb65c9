import type { Api } from "../../chat/api.js";
import type { JsonObject } from "../../chat/json.js";
import type { Source } from "../../chat/target.js";
import type { Answer } from "./answer.js";

/** Providers that a probe asks, by their names in models.yaml. */
export type ProbedProvider = "openrouter" | "bedrock" | "bedrock-openai" | "bedrock-mantle" | "moonshot";

/**
 * One HTTP request of a probe. Probes that name the same one share its answer. `model`: the provider's id, by which it is priced.
 * `maxOutputTokens`: the limit in `body`; 0: no model is asked, and it costs nothing.
 */
export type Ask = {
  /** Kebab case; the name of its recording. */
  readonly name: string;
  readonly provider: string;
  readonly api: Api;
  readonly model: string;
  /** OpenRouter's slug of the upstream that the body pins; absent: none. */
  readonly pin?: string;
  readonly method: "GET" | "POST";
  /** Below the provider's base URL, or below its origin where `atOrigin` is set. */
  readonly path: string;
  readonly atOrigin?: true;
  readonly body: JsonObject | null;
  /** Headers that the API asks for beside the usual ones; absent: none. */
  readonly headers?: { readonly [name: string]: string };
  readonly maxOutputTokens: number;
};

/** What an answer says about an assumption. `evidence`: the words of the answer that show it, in one line. */
export type Decision = { readonly state: "confirmed" | "refuted" | "open"; readonly evidence: string };

/** Decides from the answers to the asks of a probe, in their order. Pure. */
export type Decide = (answers: readonly Answer[]) => Decision;

/** The smallest requests that settle an assumption, or the reason why no cheap one does. */
export type Probe =
  | { readonly kind: "ask"; readonly asks: readonly Ask[]; readonly decide: Decide }
  | { readonly kind: "none"; readonly why: string };

/** What this program takes for true about a vendor without having asked. */
export type Assumption = Source & {
  /** Stable, kebab case. */
  readonly id: string;
  readonly vendor: "OpenRouter" | "AWS Bedrock" | "Moonshot AI";
  /** One sentence. */
  readonly statement: string;
  /** What depends on it: places in this program. */
  readonly relies: string;
  readonly probe: Probe;
};
