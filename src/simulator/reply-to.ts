import type { JsonObject } from "../chat/json.js";
import type { Scenario } from "../scenario/scenario.js";
import { type Answer, noOddities } from "./answer/answer.js";
import { goodAnswer } from "./answer/good-answer.js";
import { idMinter } from "./answer/mint-id.js";
import { type PromptCache, withPromptCache } from "./answer/prompt-cache.js";
import { bedrockCountReply, countedCall, isCountRoute } from "./bedrock-count.js";
import { countReply } from "./count-reply.js";
import type { CredentialFault } from "./credentials/credential-fault.js";
import { type FaultCounts, faultsFor } from "./faults/applies.js";
import { bendAnswer } from "./faults/bend-answer.js";
import { bendRefusal } from "./faults/bend-refusal.js";
import { breakBody } from "./faults/break-body.js";
import { crossedWith } from "./faults/cross-replies.js";
import { withoutIgnored } from "./faults/ignore-parameter.js";
import { byPhase, type FaultsByPhase } from "./faults/phases.js";
import { refusingReply } from "./faults/refuse-request.js";
import { spoilDraft } from "./faults/spoil-pieces.js";
import { type KnownModel, modelsReply } from "./list-models.js";
import { type Behaviour, behaviourFor, type Profile } from "./profile.js";
import type { Random } from "./random.js";
import {
  bodyMistake,
  credentialMistake,
  isUnknown,
  modelMistake,
  requestMistake,
  routeMistake,
  storedMistake,
} from "./refuse/mistakes.js";
import type { Refusal } from "./refuse/refusal.js";
import { refusalInTexts } from "./refuse/refusal-in-texts.js";
import { type Reply, wholeReply } from "./reply.js";
import { textAt } from "./request/members.js";
import type { ModelRequest } from "./request/model-request.js";
import { readModelRequest } from "./request/read-model-request.js";
import type { AskingRoute, Route } from "./request/route.js";
import { servingUpstream } from "./request/serving-upstream.js";
import { writeDraft } from "./write/write-draft.js";

/** A request, and what the reply depends on. */
export type ReplyInput = {
  readonly route: Route;
  /** null: not a JSON object. */
  readonly body: JsonObject | null;
  /** Why the request's credential is refused; null: it is accepted. */
  readonly credential: CredentialFault | null;
  readonly profiles: readonly Profile[];
  readonly scenarios: readonly Scenario[];
  /** For the list of models. */
  readonly models: readonly KnownModel[];
  readonly counts: FaultCounts;
  readonly cache: PromptCache;
  /** The same request was sent before. */
  readonly isRepeated: boolean;
  /** Other requests are being answered. */
  readonly isBusy: boolean;
  readonly random: Random;
  readonly nowMs: number;
};

/** Decides the reply to a request: a refusal of its route or key, a connection fault, another refusal, or an answer. */
export function replyTo(given: ReplyInput): Reply {
  const { random } = given;
  const input = isCountRoute(given.route) ? { ...given, ...countedCall(given.route, given.body) } : given;
  const { route } = input;
  const requestId = random.uuid();
  const whole = (refusal: Refusal) => wholeReply(refusal, route, requestId);
  if (route.kind === "unknown") return whole(routeMistake(route));
  const wrongKey = credentialMistake(route, input.credential);
  if (route.kind === "models") return whole(wrongKey ?? modelsReply(route, input.profiles, input.models));
  if (route.kind === "stored") return whole(wrongKey ?? storedMistake(route));
  const asked = askedOf(input, route);
  const { request, behaviour, faults } = asked;
  const refusing = faults.refusing[0];
  if (refusing !== undefined && behaviour !== null && wrongKey === null && asked.isKnown) {
    const upstream = servingUpstream(request, behaviour) ?? behaviour.upstream;
    return refusingReply(refusing, request, { requestId, upstream });
  }
  const mistake = saidBy(behaviour, route, wrongKey ?? mistakeOf(input, asked));
  const refusal = mistake === null ? null : bendRefusal(mistake, route, faults.probe);
  if (refusal !== null) return whole(refusal);
  if (behaviour === null) return whole(modelMistake(request));
  if (route.kind === "count") return whole(countReply(request, faults.answer));
  if (isCountRoute(route)) return whole(bedrockCountReply(request, faults.answer));
  return answerWith({ ...input, ...asked, behaviour, requestId });
}

/** A request as the simulated model sees it, and what it does to its answer. `isKnown`: a profile lists the model, and the body can be read. */
type AskedOf = {
  readonly request: ModelRequest;
  readonly behaviour: Behaviour | null;
  readonly isKnown: boolean;
  readonly faults: FaultsByPhase;
  readonly answer: Answer;
};

function askedOf({ body, profiles, scenarios, counts, random, isBusy }: ReplyInput, route: AskingRoute): AskedOf {
  const model = route.kind === "model" ? route.modelId : (textAt(body ?? {}, "model") ?? "");
  const behaviour = behaviourFor(profiles, model, providerOf(route));
  const request = readModelRequest({ route, body: body ?? {}, model, behaviour, isBusy });
  const isKnown = body !== null && !isUnknown(model, behaviour);
  if (behaviour === null) return { request, behaviour, isKnown, faults: byPhase([]), answer: noAnswer };
  const { answer: good, matched } = goodAnswer({ request, behaviour, scenarios, random });
  const faults = byPhase(faultsFor({ faults: behaviour.faults, request, matched, counts, random }));
  const read = crossedWith(request, matched, faults.answer) ?? withoutIgnored(request, faults.answer);
  const answer = read === null ? good : goodAnswer({ request: read, behaviour, scenarios, random }).answer;
  return { request, behaviour, isKnown, faults, answer };
}

const noAnswer: Answer = {
  parts: [],
  finish: "stop",
  stoppedBy: null,
  usage: null,
  choices: 1,
  logprobs: null,
  oddities: noOddities,
};

/** Why a service refuses what it was asked; null: it does not. */
function mistakeOf({ body, route }: ReplyInput, { request, behaviour, isKnown }: AskedOf): Refusal | null {
  if (body === null) return bodyMistake(route);
  if (behaviour === null || !isKnown) return modelMistake(request);
  // A request for the count alone names no limit, which Messages needs.
  const isCount = route.kind === "count" && route.dialect === "messages";
  const asked = isCount ? { max_tokens: 1, ...body } : body;
  return requestMistake({ request, body: asked, behaviour });
}

/** A refusal in the bytes of the vendor that the behaviour names. */
function saidBy(behaviour: Behaviour | null, { service, dialect }: Route, refusal: Refusal | null): Refusal | null {
  const style = behaviour?.responses ?? null;
  return refusal === null ? null : refusalInTexts(refusal, { service, dialect, style });
}

type Answering = ReplyInput & {
  readonly request: ModelRequest;
  readonly behaviour: Behaviour;
  readonly faults: FaultsByPhase;
  readonly answer: Answer;
  readonly requestId: string;
};

function answerWith(answering: Answering): Reply {
  const { request, body, behaviour, faults, answer, cache, requestId, random, nowMs, isRepeated } = answering;
  const mint = idMinter(behaviour, request, random);
  const started = isRepeated ? fromCache(answer, behaviour) : answer;
  const bent = faults.answer.reduce((before, fault) => bendAnswer(before, fault, { request, mint }), started);
  const counted = withPromptCache(bent, body ?? {}, { model: request.model, cache, faults: faults.answer });
  const draft = writeDraft(counted, faults.body, { request, body: body ?? {}, behaviour, random, requestId, nowMs });
  const spoiled = faults.body.reduce((before, fault) => spoilDraft(before, fault, random), draft);
  return { kind: "response", status: 200, headers: spoiled.headers, plan: breakBody(spoiled, faults.body, behaviour) };
}

function providerOf({ service }: Route): "openrouter" | "bedrock" | "openai" {
  return service === "bedrock-openai" ? "bedrock" : service;
}

/** A repeated prompt comes from the cache but for its last token, where the model's service has one and the prompt is long enough. */
function fromCache(answer: Answer, { cachesFrom }: Behaviour): Answer {
  const { usage } = answer;
  if (cachesFrom === null || usage === null || usage.input < cachesFrom) return answer;
  return { ...answer, usage: { ...usage, cached: { read: usage.input - 1, written: 0, isMiscounted: false } } };
}
