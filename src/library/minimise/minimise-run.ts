import type { ChatRequest } from "../../chat/request.js";
import type { Target } from "../../chat/target.js";
import type { Budget } from "../../runner/live/budget.js";
import type { Scenario } from "../../scenario/scenario.js";
import type { ControlAsk } from "../../verdict/minimise/control/control-proof.js";
import type { MinimiseAsk } from "../../verdict/minimise/search/call.js";
import type { Pausing } from "../experiment/after-call.js";
import type { ArmAsker } from "../experiment/ask-arms.js";
import type { Explained } from "../experiment/case-space.js";
import type { Control } from "./control.js";
import type { Minimisation } from "./minimisation.js";
import type { KeptProbe, MinimiseStore } from "./minimise-store.js";

/** A call that was made, and its bytes are kept. */
export type ProbeEvent = { readonly kept: KeptProbe; readonly ask: MinimiseAsk | ControlAsk };

export type MinimiseRun = Pausing & {
  readonly minimisation: Minimisation;
  /** Null: the result is held against nothing. */
  readonly control: Control | null;
  readonly explained: Explained;
  readonly scenario: Scenario;
  readonly asker: ArmAsker;
  readonly store: MinimiseStore;
  readonly budget: Budget;
  /** The most that one call costs, in US dollars; null: its target has no dated price. */
  readonly costOf: (target: Target, request: ChatRequest) => number | null;
  /** Aborts the call under way, too; it is not kept. */
  readonly abort: AbortSignal;
  readonly onEvent: (event: ProbeEvent) => void;
};
