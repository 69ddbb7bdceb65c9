import type { Target } from "../../chat/target.js";
import type { Scenario } from "../../scenario/scenario.js";
import type { Turn } from "../../transcript/transcript.js";
import type { Attribution, ControlReading } from "../attribution/attribution.js";
import type { TestedHypothesis } from "../attribution/hypotheses/test-hypotheses.js";
import type { ClientViews } from "../client-views/client-views.js";
import type { FieldEquivalence } from "../matrix/compare-requests.js";
import type { Verdict } from "../verdict.js";
import type { CaseFacts } from "./case-facts.js";
import type { Claim } from "./claims.js";
import type { EvidenceCall } from "./evidence-calls.js";
import type { ExperimentResult } from "./experiment-result.js";
import type { PatchOperation } from "./json-patch.js";

/** One event of a reply's body; see `framePlaces`. `payload`: its text as it is; null: bytes that are no text. */
export type FrameFact = {
  readonly offset: number;
  readonly length: number;
  readonly name: string;
  readonly payload: string | null;
};

/** One HTTP call as facts. `url`: without query. Sizes in bytes; hashes are SHA-256 in hexadecimal. */
export type WireFacts = {
  readonly method: string;
  readonly url: string;
  readonly host: string;
  /** ISO 8601, UTC. `endedAt` null: nothing arrived. */
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly status: number | null;
  /** Those of the reply that are stored: request ids, types, limits. */
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly end: "eof" | "reset" | "connect-error" | "client-abort";
  readonly request: { readonly sizeBytes: number; readonly sha256: string };
  readonly reply: { readonly sizeBytes: number; readonly sha256: string };
  readonly frames: readonly FrameFact[];
};

/** The failing or the working side of a case, or one more control: its cell, and the one call of it that is shown. */
export type Arm = {
  readonly name: "failing" | "working" | "control";
  readonly verdict: Verdict;
  readonly target: Target;
  readonly scenario: Scenario;
  readonly trial: number;
  readonly turn: Turn;
  readonly wire: WireFacts;
  /** The body that was sent, as text. */
  readonly body: string;
};

/**
 * A control of the failing cell, and the claim that has its counts. `value`: what the control has of the factor that differs, as in
 * `native`; null: it has nothing of the kind, no factor differs, or it is not known.
 */
export type ControlCell = { readonly reading: ControlReading; readonly claim: Claim; readonly value: string | null };

/**
 * What differs between the two bodies, where both speak one API. `pointers`: JSON pointers of RFC 6901, in order. `rewritten`: numbers that
 * are equal and written in two ways, which no patch can say.
 */
export type BodyDifference = {
  readonly pointers: readonly string[];
  readonly operations: readonly PatchOperation[];
  readonly rewritten: readonly { readonly pointer: string; readonly before: string; readonly after: string }[];
};

/**
 * The scripts that ask again. `commands`: each as a person types it, as in `sh twins/curl.sh`. `symptom`: the first word of the line that
 * they print for the failing reply, as in `EMPTY`; null: no script can see it. `refused`: what no script asks, and why.
 */
export type TwinFacts = {
  readonly commands: readonly string[];
  readonly symptom: string | null;
  readonly refused: readonly { readonly twin: string; readonly reason: string }[];
};

/** Everything that the pages of a bundle are made of. The same material gives the same bytes. */
export type Material = {
  readonly facts: CaseFacts;
  readonly failing: Arm;
  readonly working: Arm | null;
  readonly attribution: Attribution;
  readonly controls: readonly ControlCell[];
  readonly calls: readonly EvidenceCall[];
  readonly claims: readonly Claim[];
  readonly experiment: ExperimentResult | null;
  /** Field by field, what the two requests say; null: no working one. */
  readonly equivalence: readonly FieldEquivalence[] | null;
  /** null: no working request, or another API. */
  readonly difference: BodyDifference | null;
  readonly clientViews: ClientViews | null;
  /** What this evidence says of each possible cause of a blank reply; `[]`: the reply is not blank. */
  readonly hypotheses: readonly TestedHypothesis[];
  /** A call of a control over chat-completions, where neither side is one; null: there is none, or it is not needed. */
  readonly chat: Arm | null;
  readonly twins: TwinFacts;
};
