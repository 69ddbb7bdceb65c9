import { generationFailure } from "../../../adapters/openai-chat/server/encode-reply/finish.js";
import type { ChatEvent } from "../../../chat/event.js";
import { countingFinish } from "../../../chat/finish-of.js";
import type { Finish } from "../../../chat/reply.js";
import type { ChatRequest } from "../../../chat/request.js";
import type { NoAnswer } from "../../relay/blank-text.js";
import type { GuardMode } from "../../relay/guard-mode.js";
import { LateGuard } from "../../relay/late-guard.js";
import type { RelayAttempt } from "../../relay/relay.js";

/** How a reply whose answer had begun has ended. `why`: it was no answer after all; null: it was one, or it failed. */
export type Settled = { readonly attempt: RelayAttempt; readonly why: NoAnswer | null };

/** Follows a stream whose answer has begun to its end. */
export class Settlement {
  private readonly model: string;
  private readonly late: LateGuard | null;
  private finish: Finish | null = null;

  constructor(model: string, guard: GuardMode, request: ChatRequest) {
    this.model = model;
    this.late = guard === "off" ? null : new LateGuard(request);
  }

  addText(text: string): void {
    this.late?.addText(text);
  }

  /** Takes an event that is no text. Null: the reply goes on. */
  add(event: ChatEvent): Settled | null {
    this.late?.add(event);
    switch (event.kind) {
      case "finish":
        this.finish = countingFinish(this.finish, event.finish);
        return null;
      case "reply-failed":
        return this.failed(event.failure.kind);
      case "reply-end":
        return this.ended();
      default:
        return null;
    }
  }

  /** The reply as it is where nobody reads its rest. */
  left(): Settled {
    return this.failed("aborted");
  }

  private ended(): Settled {
    const failure = generationFailure(this.finish, { status: null, requestId: null });
    if (failure !== null) return this.failed(failure.kind);
    const why = this.late?.end(this.finish) ?? null;
    const outcome = why === null ? "answered" : "empty";
    return { attempt: { model: this.model, outcome, failure: null }, why };
  }

  private failed(failure: string): Settled {
    return { attempt: { model: this.model, outcome: "failed", failure }, why: null };
  }
}
