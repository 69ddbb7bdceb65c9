import type { ChatRequest } from "../../chat/request.js";
import type { Target } from "../../chat/target.js";
import type { Budget } from "../../runner/live/budget.js";
import type { RetryPolicy } from "../../runner/trial/retry-policy.js";
import type { Scenario } from "../../scenario/scenario.js";
import type { MadeSpace } from "../../verdict/experiment/places/make-space.js";
import type { Ask, Beliefs } from "../../verdict/experiment/result.js";
import type { ArmAsker } from "./ask-arms.js";
import type { Explained } from "./case-space.js";
import type { ExperimentStore, KeptCall } from "./experiment-store.js";
import type { judgeArm } from "./judge-arm.js";

/** What happens while an experiment asks. `asked`: a call was made, and its bytes are kept. */
export type ExperimentEvent =
  | { readonly kind: "batch"; readonly believed: Beliefs; readonly why: string }
  | { readonly kind: "asked"; readonly kept: KeptCall; readonly ask: Ask };

export type ExperimentRun = {
  readonly made: MadeSpace;
  readonly explained: Explained;
  readonly scenario: Scenario;
  readonly asker: ArmAsker;
  /** {@link judgeArm}, or what says the same of the same reply. */
  readonly judge: typeof judgeArm;
  readonly store: ExperimentStore;
  readonly budget: Budget;
  /** The most that one call costs, in US dollars; null: its target has no dated price. */
  readonly costOf: (target: Target, request: ChatRequest) => number | null;
  /** How long to wait after a call that was throttled or that met an outage. */
  readonly pause: Pick<RetryPolicy, "delayMs" | "sleep">;
  /** Asks nothing more. */
  readonly stop: AbortSignal;
  /** Aborts the calls under way, too; they are not kept. */
  readonly abort: AbortSignal;
  readonly onEvent: (event: ExperimentEvent) => void;
};
