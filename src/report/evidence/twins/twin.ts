import type { Api } from "../../../chat/api.js";
import type { Target } from "../../../chat/target.js";
import type { Symptom } from "../../../verdict/evidence/symptom.js";

/** One request of a bundle, as far as a script needs to know it. Its body is `requests/<name>.json`, which carries a pin. */
export type TwinRequest = {
  readonly name: "failing" | "working";
  readonly api: Api;
  /** Without the API's own path; null: Bedrock's own, which depends on the region. */
  readonly baseUrl: string | null;
  readonly region: string | null;
  readonly modelId: string;
  readonly auth: Target["auth"];
  /** The service that SigV4 signs for; null: `bedrock`. */
  readonly signingName: string | null;
  /** The environment variable with the key of an OpenAI-compatible provider; null: it needs none. */
  readonly keyVariable: string | null;
  /** The header in which it names betas of Anthropic, as it was sent. Absent: none. */
  readonly betas?: readonly [name: string, value: string];
  /** What of it was sent as no client would: its bytes, or its credential. Absent: nothing. */
  readonly changed?: "bytes" | "key";
};

/** What the twins of a bundle are made of. */
export type TwinOrder = {
  readonly failing: TwinRequest;
  /** Null: the bundle has no working request. */
  readonly working: TwinRequest | null;
  /** What the failing reply shows to a script. */
  readonly symptom: Symptom;
  /** How many times a twin asks without `-n`: 1, or 10 where the failure is a rate. */
  readonly repeat: number;
  /** The first line of every output of a demo bundle; null: not one. */
  readonly demo: string | null;
};

/** The scripts, by their path in the bundle. `refused`: what a twin does not ask, with the reason for people. */
export type TwinFiles = {
  readonly files: readonly { readonly path: string; readonly text: string }[];
  readonly refused: readonly { readonly twin: string; readonly reason: string }[];
};

/**
 * One way to ask, as a script. `cannot`: why it cannot ask a valid request, or cannot see the symptom; null: it can.
 * `write`: the text after the first lines; it is given only what was validated. `shares`: the files of `shared/` that it reads.
 */
export type Twin = {
  readonly file: string;
  readonly interpreter: "sh" | "node" | "python3";
  readonly shares: readonly SharedFile[];
  readonly cannot: (request: TwinRequest, symptom: Symptom) => string | null;
  readonly write: (script: TwinScript) => string;
};

/** A file that several twins read. */
export type SharedFile = { readonly file: string; readonly text: string };

/** What a script is written from. `asked`: the requests that it can ask, the failing one first. */
export type TwinScript = {
  readonly asked: readonly TwinRequest[];
  /** Its own name in the bundle. */
  readonly file: string;
  /** The symptom as the scripts print it: `EMPTY`. */
  readonly word: string;
  readonly repeat: number;
  /** The line that the script prints first; null: none. */
  readonly demo: string | null;
};

/** Why a twin other than curl's cannot ask where no script sees the finding. */
export const bytesOnly = "only the reply's bytes show the finding, and curl.sh keeps them";
