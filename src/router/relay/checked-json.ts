import { localFailure } from "../../adapters/errors/classify.js";
import { instructedJson } from "../../adapters/json-instruction.js";
import type { ChatEvent, ChatEvents } from "../../chat/event.js";
import { eventOf } from "../../chat/events.js";
import { isJsonObject } from "../../chat/json.js";
import { parseJson } from "../../wire/json.js";

/**
 * The events of a reply that should be a JSON object. If the adapter asked for it by an instruction, a Markdown fence round the
 * object is removed, and a complete reply whose text is no JSON object fails: whole, another model is asked; streamed, the
 * stream ends with an error. A reply with a call or a refusal, one that was cut by its limit or a filter, and one
 * without text pass: their finish says what they are. Events of any other request pass unchanged.
 */
export function checkedJson(source: ChatEvents): ChatEvents {
  return new CheckedJson(source);
}

type Step = IteratorResult<ChatEvent, undefined>;

class CheckedJson implements ChatEvents {
  private readonly source: ChatEvents;
  /** Events that were made of one event of the source, and not yet taken. */
  private readonly made: ChatEvent[] = [];
  private state: JsonState | null = null;

  constructor(source: ChatEvents) {
    this.source = source;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  ready(): ChatEvent | null {
    for (;;) {
      const made = this.made.shift();
      if (made !== undefined) return made;
      const event = this.source.ready();
      if (event === null) return null;
      this.take(event);
    }
  }

  async next(): Promise<Step> {
    for (;;) {
      const made = this.ready();
      if (made !== null) return { done: false, value: made };
      const event = eventOf(await this.source.next());
      if (event === null) return { done: true, value: undefined };
      this.take(event);
    }
  }

  async return(): Promise<Step> {
    await this.source.return?.();
    return { done: true, value: undefined };
  }

  private take(event: ChatEvent): void {
    if (event.kind === "warning" && event.warning.id === instructedJson) this.state = new JsonState();
    if (this.state === null) this.made.push(event);
    else this.made.push(...this.state.step(event));
  }
}

/** What was said so far, and the text that is held because it may be part of a fence. */
class JsonState {
  private text = "";
  private held = "";
  private fence: "open" | "none" | "unknown" = "unknown";
  private part = 0;
  /** Told once the reply is known to be what was asked for. */
  private finish: ChatEvent | null = null;
  /** The reply is not text alone, or says itself that it is not complete. */
  private isExcused = false;

  step(event: ChatEvent): readonly ChatEvent[] {
    switch (event.kind) {
      case "text-delta":
        this.part = event.part;
        return this.said(this.release(event.text));
      case "tool-call-start":
      case "refusal-start":
      case "other-part":
        this.isExcused = true;
        return [...this.said(this.rest()), event];
      case "part-end":
        return event.part === this.part ? [...this.said(this.rest()), event] : [event];
      case "finish":
        this.isExcused ||= excuses.includes(event.finish.kind);
        this.finish = event;
        return [];
      case "reply-end":
        return [...this.said(this.rest()), ...(this.isAsAsked() ? [...this.finished(), event] : [notJson])];
      case "reply-failed":
        return [...this.said(this.rest()), ...this.finished(), event];
      default:
        return [event];
    }
  }

  private said(text: string): readonly ChatEvent[] {
    this.text += text;
    return text === "" ? [] : [{ kind: "text-delta", part: this.part, text }];
  }

  /** The text that can be no part of a fence. */
  private release(text: string): string {
    this.held += text;
    if (this.fence === "unknown") {
      const start = this.held.trimStart();
      if ("```".startsWith(start.slice(0, 3)) && !start.includes("\n")) return "";
      this.fence = start.startsWith("```") ? "open" : "none";
      if (this.fence === "open") this.held = start.slice(start.indexOf("\n") + 1);
    }
    const kept =
      this.fence === "open" ? (/\s*`{0,3}\s*$/.exec(this.held)?.index ?? this.held.length) : this.held.length;
    const free = this.held.slice(0, kept);
    this.held = this.held.slice(kept);
    return free;
  }

  /** What is left at the end of the text, without its fence. */
  private rest(): string {
    const isFenced = this.fence === "open" || (this.fence === "unknown" && this.held.trimStart().startsWith("```"));
    const opened = this.fence === "open" ? this.held : this.held.replace(/^\s*```[a-z]*\s*/i, "");
    const rest = isFenced ? opened.replace(/\s*```\s*$/, "") : this.held;
    this.held = "";
    return rest;
  }

  private finished(): readonly ChatEvent[] {
    return this.finish === null ? [] : [this.finish];
  }

  private isAsAsked(): boolean {
    if (this.isExcused || this.text.trim() === "") return true;
    const parsed = parseJson(this.text);
    return parsed.ok && isJsonObject(parsed.value);
  }
}

/** What a reply ends with that is not complete, or not text. */
const excuses: readonly string[] = ["length", "content-filter", "tool-calls", "error"];

const jsonHint =
  "The reply was not the JSON object that response_format asked for: send the request again, or ask a model whose service enforces a json_schema";

const notJson: ChatEvent = {
  kind: "reply-failed",
  failure: { ...localFailure("model-error", "the reply is not a JSON object", jsonHint), phase: "body" },
};
