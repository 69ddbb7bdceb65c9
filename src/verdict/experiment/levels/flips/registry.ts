import type { Flip } from "../flip.js";
import { argumentForm } from "./argument-form.js";
import { models, plugins, preset, providerPreferences, transforms } from "./gateway-options.js";
import { history } from "./history.js";
import { idForm } from "./id-form.js";
import { parallelCalls } from "./parallel-calls.js";
import { resultLength } from "./result-length.js";
import { resultForm, resultName, toolStatus } from "./results.js";
import { guardrail, latency, modelFields, otherMembers, serviceTier } from "./serving-options.js";
import { responseFormat, sampling, stopSequences, tokenLimit } from "./settings.js";
import { cachePoints, developerRole, media, systemMessage } from "./surroundings.js";
import { textAfterResult } from "./text-after-result.js";
import { blankText, reasoningHistory, textBeforeCall } from "./text-in-history.js";
import { thinking } from "./thinking.js";
import { parallelSwitch, schemaKeywords, strictTools, toolChoice, toolCount } from "./tools.js";
import { unicode } from "./unicode.js";

/**
 * Every factor that can be changed, in the order in which changes are made: each stands after those of its `after`. A new one is a file
 * and its line here.
 */
export const flips: readonly Flip[] = [
  history,
  resultLength,
  unicode,
  textBeforeCall,
  blankText,
  reasoningHistory,
  parallelCalls,
  idForm,
  textAfterResult,
  resultForm,
  toolStatus,
  resultName,
  argumentForm,
  toolCount,
  schemaKeywords,
  strictTools,
  toolChoice,
  parallelSwitch,
  tokenLimit,
  sampling,
  thinking,
  stopSequences,
  responseFormat,
  systemMessage,
  developerRole,
  cachePoints,
  media,
  guardrail,
  latency,
  serviceTier,
  modelFields,
  transforms,
  plugins,
  models,
  preset,
  providerPreferences,
  otherMembers,
];
