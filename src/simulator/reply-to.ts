import type { JsonObject } from "../chat/json.js";
import type { Scenario } from "../scenario/scenario.js";
import type { Answer } from "./answer/answer.js";
import { goodAnswer } from "./answer/good-answer.js";
import { idMinter } from "./answer/mint-id.js";
import type { CredentialFault } from "./credentials/credential-fault.js";
import { type FaultCounts, faultsFor } from "./faults/applies.js";
import { bendAnswer } from "./faults/bend-answer.js";
import { breakBody } from "./faults/break-body.js";
import { withoutIgnored } from "./faults/ignore-parameter.js";
import { byPhase, type FaultsByPhase } from "./faults/phases.js";
import { refusingReply } from "./faults/refuse-request.js";
import { spoilDraft } from "./faults/spoil-pieces.js";
import { type KnownModel, modelsReply } from "./list-models.js";
import { type Behaviour, behaviourFor, type Profile } from "./profile.js";
import type { Random } from "./random.js";
import { bodyMistake, modelMistake, requestMistake, routeMistake } from "./refuse/mistakes.js";
import { type Reply, wholeReply } from "./reply.js";
import { textAt } from "./request/members.js";
import type { ModelRequest } from "./request/model-request.js";
import { readModelRequest } from "./request/read-model-request.js";
import type { Route } from "./request/route.js";
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
  readonly random: Random;
  readonly nowMs: number;
};

/** Decides the reply to a request: a refusal of its route or key, a connection fault, another refusal, or an answer. */
export function replyTo(input: ReplyInput): Reply {
  const { route, body, random } = input;
  const requestId = random.uuid();
  const wrongRoute = routeMistake(route, input.credential);
  if (wrongRoute !== null) return wholeReply(wrongRoute, route.service, requestId);
  if (route.kind === "models") {
    return wholeReply(modelsReply(route, input.profiles, input.models), route.service, requestId);
  }
  if (route.kind === "unknown" || body === null) return wholeReply(bodyMistake(route), route.service, requestId);
  const model = route.kind === "model" ? route.modelId : (textAt(body, "model") ?? "");
  const behaviour = behaviourFor(input.profiles, model, providerOf(route));
  const request = readModelRequest({ route, body, model, behaviour });
  if (behaviour === null) return wholeReply(modelMistake(request), route.service, requestId);
  const asked = { behaviour, scenarios: input.scenarios, random };
  const { answer: good, matched } = goodAnswer({ ...asked, request });
  const active = faultsFor({ faults: behaviour.faults, request, matched, counts: input.counts, random });
  const faults = byPhase(active);
  const refusing = faults.refusing[0];
  if (refusing !== undefined) return refusingReply(refusing, request, requestId);
  const mistake = requestMistake({ request, body, behaviour });
  if (mistake !== null) return wholeReply(mistake, route.service, requestId);
  const read = withoutIgnored(request, faults.answer);
  const answer = read === null ? good : goodAnswer({ ...asked, request: read }).answer;
  return answerWith({ ...input, request, behaviour, faults, answer, requestId });
}

type Answering = ReplyInput & {
  readonly request: ModelRequest;
  readonly behaviour: Behaviour;
  readonly faults: FaultsByPhase;
  readonly answer: Answer;
  readonly requestId: string;
};

function answerWith({ request, behaviour, faults, answer, requestId, random, nowMs }: Answering): Reply {
  const mint = idMinter(behaviour, request, random);
  const bent = faults.answer.reduce((before, fault) => bendAnswer(before, fault, { request, mint }), answer);
  const draft = writeDraft(bent, faults.body, { request, behaviour, random, requestId, nowMs });
  const spoiled = faults.body.reduce((before, fault) => spoilDraft(before, fault, random), draft);
  return { kind: "response", status: 200, headers: spoiled.headers, plan: breakBody(spoiled, faults.body, behaviour) };
}

function providerOf({ service }: Route): "openrouter" | "bedrock" | "openai" {
  return service === "bedrock-openai" ? "bedrock" : service;
}
