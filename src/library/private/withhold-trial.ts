import type {
  EventEvidence,
  ExchangeEvidence,
  ReplyEvidence,
  TrialEvidence,
} from "../../report/sheet/trial-evidence.js";
import { withheldBody } from "../trials/shown-body.js";
import { digestOf, shortName, vendorWord } from "./digest-text.js";
import { withholdView } from "./withhold-view.js";

/**
 * A trial of a private recording without any text of its requests and replies: lengths and hashes stand in their place, and no byte is here. Each
 * member is named, so that a new one is decided on too.
 */
export function withholdTrial(trial: TrialEvidence): TrialEvidence {
  const { control } = trial;
  return {
    ...{ cell: trial.cell, target: trial.target, scenario: trial.scenario, trial: trial.trial },
    ...{ outcome: trial.outcome, reason: trial.reason },
    reasonText: digest(trial.reasonText),
    upstream: trial.upstream === null ? null : shortName(trial.upstream),
    ...{ source: trial.source, recordedAt: trial.recordedAt },
    isWithheld: true,
    findings: trial.findings.map(({ id, cause, severity, step, seen, place }) => ({
      ...{ id, severity, step, place },
      cause: cause === null ? null : vendorWord(cause),
      seen: digestOf(seen),
    })),
    exchanges: trial.exchanges.map(withheldExchange),
    notReached: trial.notReached,
    control:
      control === null
        ? null
        : {
            ...{ cell: control.cell, trial: control.trial, outcome: control.outcome },
            steps: control.steps.map(({ step, fields, equivalent, says, reply, status, requestId }) => ({
              ...{ step, equivalent, says, status },
              requestId: requestId === null ? null : shortName(requestId),
              fields: fields.map(({ field, state, left, right, why }) => ({
                ...{ field, state },
                ...{ left: digest(left), right: digest(right), why: digest(why) },
              })),
              reply: reply === null ? null : withheldReply(reply),
            })),
          },
    views: trial.views.map(({ step, clients }) => ({
      step,
      clients: clients.map(withholdView),
    })),
    // A command that asks again has the whole request in it.
    commands: trial.commands.filter(({ name }) => name === "show" || name === "again"),
  };
}

function withheldExchange(one: ExchangeEvidence): ExchangeEvidence {
  return {
    ...{ step: one.step, attempt: one.attempt, number: one.number, startedAt: one.startedAt, method: one.method },
    url: withoutQuery(one.url),
    request: withheldBody(one.request),
    ...{ status: one.status, contentType: one.contentType, end: one.end },
    requestId: one.requestId === null ? null : shortName(one.requestId),
    error: digest(one.error),
    ...{ chunks: one.chunks, firstByteMs: one.firstByteMs, totalMs: one.totalMs },
    body: withheldBody(one.body),
    eventCount: one.eventCount,
    events: one.events.map(withheldEvent),
    endMarks: one.endMarks.map(withheldMark),
    reply: one.reply === null ? null : withheldReply(one.reply),
  };
}

function withheldEvent({ number, offset, length, name, payload, marks }: EventEvidence): EventEvidence {
  return {
    ...{ number, offset, length, name: vendorWord(name), says: [] },
    payload: digest(payload),
    marks: marks.map(withheldMark),
  };
}

function withheldMark({ finding, severity }: EventEvidence["marks"][number]): EventEvidence["marks"][number] {
  return { finding, severity, text: finding ?? "the bytes are not as they should be" };
}

function withheldReply(reply: ReplyEvidence): ReplyEvidence {
  return {
    text: digest(reply.text),
    reasoning: digest(reply.reasoning),
    calls: reply.calls.map(({ id, name, argumentsText }) => ({
      id: digest(id),
      name: digest(name),
      argumentsText: digest(argumentsText),
    })),
    finish: reply.finish === null ? null : vendorWord(reply.finish),
    usage: reply.usage === null ? null : numbersOf(reply.usage),
    completeness: reply.completeness,
    failure: digest(reply.failure),
  };
}

/** Counts are no content. */
function numbersOf(usage: ReplyEvidence["usage"]): ReplyEvidence["usage"] {
  if (typeof usage !== "object" || usage === null || Array.isArray(usage)) return null;
  return Object.fromEntries(
    Object.entries(usage).filter(([name, value]) => typeof value === "number" && /^\w{1,40}$/.test(name)),
  );
}

function withoutQuery(url: string): string {
  const [plain = ""] = url.split(/[?#]/);
  return shortName(plain);
}

function digest(text: string | null): string | null {
  return text === null ? null : digestOf(text);
}
