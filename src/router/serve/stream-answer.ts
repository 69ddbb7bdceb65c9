import type { Door, DoorStream } from "../../adapters/door.js";
import { clientWarning } from "../../adapters/openai-chat/server/client-words.js";
import type { OpenAiError } from "../../adapters/openai-chat/server/encode-error/envelope.js";
import type { ErrorContext } from "../../adapters/openai-chat/server/encode-error/row.js";
import { encodeError } from "../../adapters/openai-chat/server/encode-error.js";
import type { ChatEvent } from "../../chat/event.js";
import { eventOf } from "../../chat/events.js";
import type { JsonObject } from "../../chat/json.js";
import type { Warning } from "../../chat/reply.js";
import type { ChatRequest } from "../../chat/request.js";
import type { StopSignal } from "../../chat/stop-signal.js";
import type { NoAnswer } from "../relay/blank-text.js";
import type { GuardMode } from "../relay/guard-mode.js";
import type { Relayed, RelayStep, RelaySteps } from "../relay/relay.js";
import { warningText, warnsMark } from "./answer-headers.js";
import { contextOf, emptyReply, redactedError } from "./error-answer.js";
import { endsByGrace, graceOverError } from "./grace.js";
import { noteAttempt } from "./note-attempt.js";
import { internalError } from "./refusals.js";
import type { Router } from "./router.js";
import { type Settled, Settlement } from "./stream-answer/settlement.js";
import { commentText, StreamWriter } from "./stream-answer/stream-writer.js";

/** A stream that is to be written. */
export type Streaming = {
  /** The API in whose form it is written. */
  readonly door: Door;
  readonly steps: RelaySteps;
  /** The first step that matters to the client. */
  readonly first: Promise<RelayStep>;
  /** The same once it is known. Null: the headers went out before it, with a comment as the first piece. */
  readonly step: RelayStep | null;
  /** The client's body, in whose words errors and warnings name a member. */
  readonly body: JsonObject;
  readonly request: ChatRequest;
  readonly showModel: boolean;
  readonly guardOf: (model: string) => GuardMode;
  readonly router: Router;
  /** The id of the request. */
  readonly id: string;
  readonly signal: StopSignal;
  /** Receives a line for a reply that broke after its answer had begun, and for a fault of the router. */
  readonly log: (line: string) => void;
};

function stepOf({ value }: IteratorResult<RelayStep, void>): RelayStep {
  if (value === undefined) throw new RangeError("no model was asked");
  return value;
}

/**
 * The stream as SSE; each piece is whole events, all that are there at once. After the first piece an error is an event in the form of
 * the client's API, and no finish follows.
 */
export async function* streamPieces(streaming: Streaming): AsyncGenerator<string> {
  const { steps, log, id } = streaming;
  const sender = new Sender(streaming);
  let reading: Pick<BegunStep, "rest" | "meter"> | null = null;
  try {
    if (streaming.step === null) yield commentText("waits for the model");
    let step = streaming.step ?? (await streaming.first);
    for (; step.kind === "early" || step.kind === "changed"; step = stepOf(await steps.next())) {
      const piece = sender.sendStep(step);
      if (piece !== "") yield piece;
    }
    if (step.kind !== "begun") {
      yield sender.end(step);
      return;
    }
    reading = step;
    const { before, rest, meter } = step;
    const begun = sender.begin(step);
    let piece = begun.said;
    for (const event of before) if (!sender.isEnded) piece += sender.send(event, begun);
    while (!sender.isEnded) {
      let event = piece.length < maxPiece ? rest.ready() : null;
      if (event === null) {
        if (piece !== "") yield piece;
        piece = "";
        event = eventOf(await rest.next());
      }
      // Text has nothing to count.
      if (event !== null && event.kind !== "text-delta") event = meter.seen(event);
      piece += sender.send(event, begun);
    }
    if (piece !== "") yield piece;
  } catch (error) {
    // The status has been sent: the client learns from an event that something went wrong, the log has what.
    log(`${id} ${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}`);
    yield sender.breakOff();
  } finally {
    sender.leave();
    reading?.meter.end();
    await (reading === null ? steps.return() : reading.rest.return?.());
  }
}

/** A longer piece, in characters, goes out before more is added: a client that reads slowly must not make it grow. */
const maxPiece = 64 * 1024;

const routerFault: OpenAiError = {
  ...{ message: internalError.message, type: "server_error" },
  ...{ code: internalError.code, param: null },
};

type BegunStep = Extract<Relayed, { kind: "begun" }>;

/** A reply whose answer has begun. */
type Begun = { readonly writer: StreamWriter; readonly settlement: Settlement };

/** Writes the steps and events of one stream, and notes how its answer ended. */
class Sender {
  isEnded = false;
  private readonly streaming: Streaming;
  private writer: StreamWriter | null = null;
  private settlement: Settlement | null = null;
  /** The model whose reply is written. */
  private model = "";
  private readonly saidWarnings = new Set<string>();

  constructor(streaming: Streaming) {
    this.streaming = streaming;
  }

  sendStep(step: Extract<RelayStep, { kind: "early" | "changed" }>): string {
    if (step.kind === "early") {
      const said = this.newWarnings(step);
      return said + step.events.map((event) => this.writerFor(step.model).write(event)).join("");
    }
    const said = this.writer?.restart(this.contextOf(step.next)) ?? "";
    const last = step.attempts.at(-1);
    const outcome = last === undefined ? "" : `${last.model}=${last.failure ?? last.outcome}; `;
    return said + commentText(`${outcome}asks ${step.next}${last?.model === step.next ? " again" : ""}`);
  }

  /** The answer begins. */
  begin(step: BegunStep): Begun & { readonly said: string } {
    const { router, request, guardOf, showModel } = this.streaming;
    const { model } = step;
    if (step.attempts[0]?.model !== model) router.metrics.count("fallbacks", { model });
    const settlement = new Settlement(model, guardOf(model), request);
    this.settlement = settlement;
    const said = this.newWarnings(step);
    const writer = this.writerFor(model);
    if (showModel) writer.showModel(model);
    return { writer, settlement, said };
  }

  /** An event of the reply whose answer has begun; null: it has ended without saying so. */
  send(event: ChatEvent | null, { writer, settlement }: Begun): string {
    if (event?.kind === "text-delta") {
      settlement.addText(event.text);
      return writer.write(event);
    }
    if (event === null) {
      this.settle(settlement.left());
      return writer.end(endsByGrace(this.streaming.signal) ? graceOverError : routerFault);
    }
    const settled = settlement.add(event);
    if (settled === null) return writer.write(event);
    this.settle(settled);
    if (settled.attempt.failure === "aborted" && endsByGrace(this.streaming.signal)) return writer.end(graceOverError);
    return settled.why === null ? writer.write(event) : writer.end(lateErrors[settled.why]);
  }

  /** No model is left to ask. */
  end(step: Exclude<Relayed, BegunStep>): string {
    const { signal, request, body } = this.streaming;
    this.isEnded = true;
    const asked = step.attempts.at(-1)?.model ?? null;
    const writer = this.writerFor(asked ?? request.model);
    if (endsByGrace(signal)) return writer.end(graceOverError);
    if (step.kind === "empty") return writer.end(emptyReply(step.attempts).error);
    const context = { ...this.contextOf(asked), request: body };
    return writer.end(encodeError(step.failure, context).body.error);
  }

  /** The router fails, or its grace is over. */
  breakOff(): string {
    this.isEnded = true;
    const { signal, request } = this.streaming;
    return this.writerFor(request.model).end(endsByGrace(signal) ? graceOverError : routerFault);
  }

  /** The client reads no further. */
  leave(): void {
    if (this.settlement !== null && !this.isEnded) this.settle(this.settlement.left());
  }

  private settle({ attempt, why }: Settled): void {
    const { router, log, id } = this.streaming;
    this.isEnded = true;
    noteAttempt(router, attempt);
    const outcome = attempt.failure ?? why;
    if (outcome === null || outcome === "aborted") return;
    log(`${id} ${attempt.model}: the reply broke after its answer had begun: ${outcome}`);
  }

  private writerFor(model: string): StreamWriter {
    this.writer ??= new StreamWriter(this.openStream(model), (lost) => this.commentOn(this.newOf(lost)));
    return this.writer;
  }

  private openStream(model: string): DoorStream {
    const { router, id, body, door } = this.streaming;
    const nowSeconds = () => Math.floor(router.now().getTime() / 1000);
    const identity = { id, createdSeconds: nowSeconds(), model };
    const redact = (error: OpenAiError) => redactedError({ error }, router).error;
    return door.openStream({ identity, body, asked: this.contextOf(model), redact, nowSeconds });
  }

  private contextOf(model: string | null): ErrorContext {
    const { router, door } = this.streaming;
    return contextOf(router, { model, streaming: true, door });
  }

  /** Warnings that came too late for the headers, in a comment. */
  private newWarnings({ warnings, model }: Extract<RelayStep, { kind: "early" | "begun" }>): string {
    this.model = model;
    if (warnings.length === 0) return "";
    const isFirst = this.writer === null && this.streaming.step !== null;
    const added = this.newOf(warnings);
    if (isFirst) return "";
    const { body, door } = this.streaming;
    return this.commentOn(added.map((warning) => clientWarning(warning, body, door.clientPath)));
  }

  /** Those that the client has not read yet. */
  private newOf(warnings: readonly Warning[]): readonly Warning[] {
    return warnings.filter((warning) => {
      const text = warningText([warning]);
      const isNew = !this.saidWarnings.has(text);
      this.saidWarnings.add(text);
      return isNew;
    });
  }

  private commentOn(warnings: readonly Warning[]): string {
    return warnings.length === 0 ? "" : commentText(`${this.model}${warnsMark}${warningText(warnings)}`);
  }
}

/** What only the end of a reply shows, when its text has been sent. */
const lateErrors: { readonly [Why in NoAnswer]: OpenAiError } = {
  nothing: lateError("empty_reply", "The reply has neither text nor a tool call."),
  reasoning: lateError("reasoning_only", "The reply is reasoning, and no answer follows it."),
  "written-call": lateError(
    "tool_call_as_text",
    "The model wrote a tool call into its text instead of making it: what was sent is no answer.",
  ),
};

function lateError(code: string, message: string): OpenAiError {
  const steps = "Send the request again, or use another model";
  return { message: `${message}\nTry:\n1. ${steps}`, type: "upstream_error", param: null, code };
}
