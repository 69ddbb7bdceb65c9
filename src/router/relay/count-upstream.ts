import { countTokens, type TokenCount } from "../../adapters/count-tokens.js";
import { localFailure } from "../../adapters/errors/classify.js";
import { spokenApi } from "../../adapters/registry.js";
import type { StopSignal } from "../../chat/stop-signal.js";
import type { RoutedModel } from "../config/router-config.js";
import { connectionOf, type Reach } from "./connection.js";
import { fitRequest } from "./fit-request.js";
import type { ModelCall } from "./upstreams.js";

/** Has a model's service count the tokens of a prompt. Never rejects. */
export type CountModel = (
  model: RoutedModel,
  call: Omit<ModelCall, "streaming">,
  signal: StopSignal,
) => Promise<TokenCount>;

/** Counts with the services that are reached like this; a model with several keys uses them in turn. */
export function createCounting(reach: Reach): CountModel {
  let turn = 0;
  return async (model, { request, own }, signal) => {
    turn += 1;
    const connection = connectionOf(model, { streaming: false, key: turn % model.credentials.length }, reach);
    const { target } = connection;
    const fitted = fitRequest(request, { model, target, api: spokenApi(target.api).api, own });
    const { warnings } = fitted;
    if (fitted.refusal !== null) {
      return { kind: "failed", failure: localFailure("parameter-unsupported", fitted.refusal), warnings };
    }
    const count = await countTokens(fitted.request, connection, signal);
    return count.kind === "none" ? count : { ...count, warnings: [...warnings, ...count.warnings] };
  };
}
