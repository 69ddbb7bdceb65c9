import { toolCallsOf } from "../../../chat/read-reply.js";
import type { Reply } from "../../../chat/reply.js";
import type { Target } from "../../../chat/target.js";
import { betasIn } from "../../../report/evidence/twins/asked-by.js";
import type { TwinFiles, TwinRequest } from "../../../report/evidence/twins/twin.js";
import { twinsOf } from "../../../report/evidence/twins/twins.js";
import { simulatorUrl } from "../../../runner/simulator-url.js";
import { isBlank } from "../../../verdict/compare-text.js";
import type { CaseFacts } from "../../../verdict/evidence/case-facts.js";
import type { Arm, TwinFacts } from "../../../verdict/evidence/material.js";
import { type ShownFacts, symptomOf } from "../../../verdict/evidence/symptom.js";
import { answerTextOf, taggedThoughtIn, visibleTextOf } from "../../../verdict/visible-text.js";
import { redactionMark } from "../../../wire/secrets/secret-patterns.js";

/** The scripts of a case, and what its pages say of them. */
export type CaseTwins = { readonly files: TwinFiles["files"]; readonly facts: TwinFacts };

/** The scripts that ask the two requests again. */
export function caseTwins(
  { mark }: CaseFacts,
  { failing, working }: { readonly failing: Arm; readonly working: Arm | null },
): CaseTwins {
  const symptom = symptomOf(findingsOf(failing), shownBy(failing.turn.reply));
  const { bad, eligible } = failing.verdict.trials;
  const { files, refused } = twinsOf({
    failing: requestOf(failing, mark),
    working: working === null || isCut(working) ? null : requestOf(working, mark),
    symptom,
    // One call shows what always fails; a rate takes several.
    repeat: bad === eligible ? 1 : 10,
    demo: mark === null ? null : "DEMO: our simulator, no vendor",
  });
  if (isCut(failing))
    return {
      files: [],
      facts: { commands: [], symptom: null, refused: [{ twin: "every script", reason: cutReason }] },
    };
  const commands = files.flatMap(({ path }) =>
    path.startsWith("twins/shared/") ? [] : [`${interpreterOf(path)} ${path}`],
  );
  return { files, facts: { commands, symptom: symptom === "other" ? null : symptom.toUpperCase(), refused } };
}

const cutReason = "the model id holds an account id that was taken out; make the bundle with --account to keep it";

/** A model id of which a part was taken out asks for another model. */
function isCut({ target }: Arm): boolean {
  return target.providerModelId.includes(redactionMark);
}

/** The findings of the call that is shown, those with a cause first. */
function findingsOf({ verdict, trial, turn }: Arm) {
  const own = verdict.judged.find((one) => one.trial === trial)?.findings ?? [];
  const bad = own.filter(({ severity, step }) => severity === "bad" && (step === null || step === turn.step));
  return bad.toSorted((a, b) => Number(a.cause === null) - Number(b.cause === null)).map(({ id }) => id);
}

function shownBy(reply: Reply): ShownFacts {
  return {
    hasText: !isBlank(answerTextOf(reply)),
    hasCall: toolCallsOf(reply).length > 0,
    hasReasoning:
      reply.parts.some(({ kind }) => kind === "reasoning") || taggedThoughtIn(visibleTextOf(reply)) !== null,
  };
}

function requestOf({ name, target, wire, turn }: Arm, mark: CaseFacts["mark"]): TwinRequest {
  const { api, region, providerModelId, auth, signingName, keyVariable } = target;
  const { change } = turn.request;
  return {
    ...{ name: name === "working" ? "working" : "failing", api, region, auth, signingName, keyVariable },
    baseUrl: baseUrlOf(target, wire.url, mark),
    modelId: change?.model ?? providerModelId,
    ...betasIn(wire.headers),
    ...(change === null ? {} : { changed: change.wrongKey ? "key" : "bytes" }),
  };
}

/** Where `llm-parity simulate` serves. */
const servedAt = "http://127.0.0.1:8787";

/** A demonstration never asks a vendor: the simulator's address of the run, or the one where it serves by default. */
function baseUrlOf({ baseUrl }: Target, url: string, mark: CaseFacts["mark"]): string | null {
  if (mark === null) return baseUrl;
  return simulatorUrl(mark === "SIMULATED" ? new URL(url).origin : servedAt, baseUrl);
}

function interpreterOf(path: string): string {
  if (path.endsWith(".sh")) return "sh";
  return path.endsWith(".py") ? "python3" : "node";
}
