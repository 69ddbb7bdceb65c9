import type { Api } from "../../src/chat/api.js";
import { readingOf } from "../../src/chat/read-reply.js";
import type { Reply } from "../../src/chat/reply.js";
import type { CellIdentity, Provenance, Transcript } from "../../src/transcript/transcript.js";
import { call, cell, failed, reply, text as textPart, transcript, turn, usage } from "../samples/transcripts.js";

/** A cell whose every name is the hostile one; the API alone tells its columns apart. */
export function hostileCell(name: string, api: Api, scenarioId: string): CellIdentity {
  return {
    ...cell,
    ...{ target: `${name}/${name}/${api}`, model: name, provider: name, api, providerModelId: name },
    ...{ region: name, upstreamPin: api === "chat-completions" ? name : null, scenario: scenarioId },
  };
}

/** The id of the second scenario. */
export const secondId = (name: string) => `second ${name}`;

/** What a file or a program of ours says is no longer than this. */
export const sentence = (text: string) => text.slice(0, 5000);

/** The trials of a hostile run: good, calling an unknown tool, saying the text alone, silent, refused and broken. */
export function hostileTrials(text: string, name: string): readonly Transcript[] {
  const good = replyOf(text, name, [textPart(`42 ${text}`)]);
  const says = replyOf(text, name, [textPart(text)]);
  const calls = replyOf(
    text,
    name,
    [textPart(text), call(text, name, name), call(`{"a":${JSON.stringify(text)}}`, name, name)],
    { finish: { kind: "other", raw: name, nativeRaw: name, stopSequence: text } },
  );
  const silent = reply([], { upstream: name, requestId: name, usage: usage(0) });
  const refused = failed("credentials", {
    message: text,
    hint: sentence(text),
    code: name,
    raw: text,
    requestId: name,
  });
  const broken = failed("model-error", { ...refused.failure, kind: "model-error", status: 424 });
  const at = (api: Api, id: string, answers: readonly Reply[]) =>
    answers.map((answer, index) => trialOf(hostileCell(name, api, id), { answer, trial: index + 1, text }));
  return [
    ...at("chat-completions", name, [good, good]),
    ...at("converse", name, [calls, good]),
    ...at("converse-stream", name, [says]),
    ...at("invoke-model", name, [refused]),
    ...at("chat-completions", secondId(name), [good]),
    ...at("converse", secondId(name), [silent, silent]),
    ...at("converse-stream", secondId(name), [broken]),
  ];
}

function replyOf(text: string, name: string, parts: Reply["parts"], change: Partial<Reply> = {}): Reply {
  const reasoning = { kind: "reasoning", text, signature: name, redacted: name, details: [text], field: name } as const;
  return reply([reasoning, ...parts], {
    ...{ id: name, model: name, upstream: name, requestId: name, usage: { ...usage(20), raw: { [name]: text } } },
    warnings: [{ id: "dropped", field: name, message: sentence(text) }],
    notes: [{ id: "unknown-event", message: sentence(text) }],
    ...change,
  });
}

function trialOf(
  identity: CellIdentity,
  { answer, trial, text }: { readonly answer: Reply; readonly trial: number; readonly text: string },
): Transcript {
  const { model: name } = identity;
  const asks = turn(name, answer, {
    messages: [{ role: "user", parts: [{ kind: "text", text }], name }],
    tools: [{ name, description: sentence(text), parameters: { type: "object", title: sentence(text) }, strict: null }],
    leftOut: [{ id: "part-dropped", field: name, message: sentence(text) }],
    otherReading: differs(answer) ? { client: "sdk", reading: readingOf(answer), differences: [sentence(text)] } : null,
  });
  const provenance: Provenance = {
    ...{ source: "live", recordedAt: "2026-11-20T00:00:00.000Z", after: sentence(text), note: sentence(text) },
    ...{ endpoint: `https://${name}`, region: name },
  };
  return transcript([asks], { cell: identity, trial, provenance, notReached: answer.failure === null ? [] : [name] });
}

/** The second client reads one of the replies in another way. */
function differs({ finish }: Reply): boolean {
  return finish?.kind === "other";
}
