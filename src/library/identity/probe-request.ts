import type { Message, TextPart } from "../../chat/message.js";
import { type ChatRequest, plainRequest } from "../../chat/request.js";
import type { Target } from "../../chat/target.js";
import { unreachable } from "../../chat/unreachable.js";
import type { ArmId } from "../../verdict/identity/call.js";

/** Two targets that are compared. */
export type TargetPair = { readonly A: Target; readonly B: Target };

/** What a request is made of. `maxTokens`: of the reply; some services take no fewer than 16. */
export type Probing = { readonly pair: TargetPair; readonly baseArm: ArmId; readonly maxTokens: number };

/** The request of a prompt in an arm: the same for both sides, except for the model's name. */
export function probeRequest(
  target: Target,
  ask: { readonly arm: ArmId; readonly text: string },
  probing: Probing,
): ChatRequest {
  const plain: ChatRequest = {
    ...plainRequest(target.model, [userSays(ask.text)]),
    maxOutputTokens: probing.maxTokens,
  };
  const base = probing.baseArm === "base" ? plain : changed(plain, probing.baseArm, { target, pair: probing.pair });
  return ask.arm === probing.baseArm ? base : changed(base, ask.arm, { target, pair: probing.pair });
}

/** Ours, for services that may have put one of their own before the prompt. */
const ownSystemPrompt = "You answer with a single word or number and nothing else.";

type Changing = { readonly target: Target; readonly pair: TargetPair };

/** What one arm changes, and it alone. The reference of `fresh-prompt` is put in when the call is made. */
function changed(request: ChatRequest, arm: ArmId, { target, pair: { A, B } }: Changing): ChatRequest {
  switch (arm) {
    case "base":
    case "fresh-prompt":
      return request;
    case "sampling": {
      const isOneOf = A.quirks.temperatureOrTopP === true || B.quirks.temperatureOrTopP === true;
      return { ...request, temperature: 1, topP: isOneOf ? null : 1 };
    }
    case "system-prompt":
      return {
        ...request,
        messages: [{ role: "system", parts: textOf(ownSystemPrompt), name: null }, ...request.messages],
      };
    case "reasoning-off":
      return canSwitchOff(target)
        ? { ...request, reasoning: { mode: "off", effort: null, budgetTokens: null } }
        : request;
    case "two-turns":
      return { ...request, messages: [userSays("Say yes."), assistantSays("Yes."), ...request.messages] };
    default:
      return unreachable(arm);
  }
}

function userSays(text: string): Message {
  return { role: "user", parts: textOf(text), name: null };
}

function assistantSays(text: string): Message {
  return { role: "assistant", parts: textOf(text), name: null };
}

function textOf(text: string): readonly TextPart[] {
  return [{ kind: "text", text }];
}

/** Dialects of reasoning that have no word for none. */
const cannotSwitchOff: readonly (string | null)[] = [null, "effort-flat"];

function canSwitchOff({ quirks }: Target): boolean {
  return !cannotSwitchOff.includes(quirks.reasoningDialect);
}

/** The arms in which the targets can be asked, as far as their facts say. One that has no switch for reasoning is asked as it is. */
export function armsFor({ A, B }: TargetPair): readonly ArmId[] {
  const both = (holds: (target: Target) => boolean) => holds(A) && holds(B);
  return [
    "base",
    "sampling",
    ...(both(({ capabilities }) => capabilities.system !== false) ? (["system-prompt"] as const) : []),
    "fresh-prompt",
    ...(canSwitchOff(A) || canSwitchOff(B) ? (["reasoning-off"] as const) : []),
    "two-turns",
  ];
}
