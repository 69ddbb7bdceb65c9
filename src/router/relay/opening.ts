import { generationFailure } from "../../adapters/openai-chat/server/encode-reply/finish.js";
import type { ChatEvent } from "../../chat/event.js";
import type { ChatFailure } from "../../chat/failure.js";
import { countingFinish } from "../../chat/finish-of.js";
import type { Finish, Warning } from "../../chat/reply.js";
import type { ChatRequest } from "../../chat/request.js";
import { isBlank } from "../../verdict/compare-text.js";
import { callBeginning } from "../../verdict/serialised-call/call-openings.js";
import { isShownContent } from "../../verdict/shown-content.js";
import { hasTools, type NoAnswer, noAnswerIn } from "./blank-text.js";
import type { GuardMode } from "./guard-mode.js";
import { ThoughtSplitter } from "./thought-splitter.js";

/** How a reply goes on: its answer begins, or it ends without one. */
export type Opened =
  | { readonly kind: "begun" }
  | { readonly kind: "failed"; readonly failure: ChatFailure }
  | { readonly kind: "empty"; readonly why: NoAnswer };

/**
 * Reads a reply until its answer begins: text that is not blank, not reasoning in tags and not the beginning of a call as text; a call;
 * a refusal; other content that a user sees. With the guard off, anything that a client gets is an answer, and so is the end.
 */
export class Opening {
  /** The events that nobody has got yet, in order. */
  waiting: ChatEvent[] = [];
  readonly warnings: Warning[] = [];
  private readonly mode: GuardMode;
  private readonly request: ChatRequest;
  /** Made for the first text that may begin with reasoning: most texts begin plainly. */
  private splitter: ThoughtSplitter | null = null;
  private readonly mayCall: boolean;
  private text = "";
  /** The text without reasoning, until it is known to be an answer or a call. */
  private said = "";
  private isCall = false;
  private hasThought = false;
  private finish: Finish | null = null;
  private response: { status: number | null; requestId: string | null } = { status: null, requestId: null };

  constructor(mode: GuardMode, request: ChatRequest) {
    this.mode = mode;
    this.request = request;
    // A request for JSON may be answered by JSON that looks like a call; its end shows what it is.
    const { responseFormat } = request;
    this.mayCall = hasTools(request) && (responseFormat === null || responseFormat.kind === "text");
  }

  /** Takes the next event. Null: the answer has not begun. */
  add(event: ChatEvent): Opened | null {
    this.waiting.push(event);
    switch (event.kind) {
      case "warning":
        this.warnings.push(event.warning);
        return null;
      case "reply-start":
        this.response = event;
        return null;
      case "finish":
        this.finish = countingFinish(this.finish, event.finish);
        return null;
      case "reply-failed":
        return { kind: "failed", failure: event.failure };
      case "reply-end":
        return this.end();
      default:
        return this.begins(event) ? { kind: "begun" } : null;
    }
  }

  /**
   * The events that can go out before the answer begins, in the mode `early`: reasoning as text. Signatures and encrypted reasoning wait,
   * because a client returns them to the model that finishes the reply, which may be another one. Null: there is nothing to send.
   */
  takeEarly(): readonly ChatEvent[] | null {
    if (!this.hasThought) return null;
    this.hasThought = false;
    const early = this.waiting.filter(isEarly);
    this.waiting = this.waiting.filter((event) => !isEarly(event));
    return early;
  }

  private begins(event: ChatEvent): boolean {
    if (this.mode === "off") return isSent(event);
    if (event.kind === "text-delta") return this.shows(event.text);
    this.hasThought ||= this.mode === "early" && event.kind === "reasoning-delta" && event.text !== "";
    return isAnswerBesideText(event);
  }

  private shows(text: string): boolean {
    if (this.text === "" && !this.mayCall && startsPlainly.test(text)) return true;
    this.text += text;
    this.splitter ??= new ThoughtSplitter();
    for (const segment of this.splitter.add(text)) if (!segment.isThought) this.said += segment.text;
    if (this.isCall || isBlank(this.said)) return false;
    if (!this.mayCall) return true;
    const beginning = callBeginning(this.said.trimStart(), this.request.tools ?? []);
    this.isCall = beginning === "begun";
    return beginning === "no";
  }

  private end(): Opened {
    const { finish } = this;
    const failure = generationFailure(finish, this.response);
    if (failure !== null) return { kind: "failed", failure };
    const why = this.mode === "off" || endsByLimit(finish) ? null : noAnswerIn(this.text, this.request);
    return why === null ? { kind: "begun" } : { kind: "empty", why };
  }
}

/** No reasoning in a text begins so. */
const startsPlainly = /^\s*(?!a)[\p{L}\p{N}*#"'(]/u;

/** A reply that hit its token limit or a content filter reports that in its finish, so it is not empty. */
export function endsByLimit(finish: Finish | null): boolean {
  return finish?.kind === "length" || finish?.kind === "content-filter";
}

/** Whether an event is an answer whatever the text is: a call, a refusal, or other content that a user sees. */
export function isAnswerBesideText(event: ChatEvent): boolean {
  switch (event.kind) {
    case "tool-call-start":
      return true;
    case "refusal-delta":
      return !isBlank(event.text);
    case "other-part":
      return isShownContent({ kind: "other", raw: event.raw });
    default:
      return false;
  }
}

/** Whether a client gets something for an event. */
function isSent(event: ChatEvent): boolean {
  switch (event.kind) {
    case "text-delta":
    case "refusal-delta":
    case "reasoning-delta":
      return event.text !== "";
    case "tool-call-start":
    case "other-part":
    case "reasoning-details":
      return true;
    default:
      return false;
  }
}

function isEarly({ kind }: ChatEvent): boolean {
  return earlyKinds.has(kind);
}

const earlyKinds: ReadonlySet<ChatEvent["kind"]> = new Set([
  ...(["warning", "note", "reply-start", "reply-info", "reasoning-start", "reasoning-delta"] as const),
]);
