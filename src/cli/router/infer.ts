import { randomUUID } from "node:crypto";
import type { JsonObject } from "../../chat/json.js";
import { exitCodes } from "../../library/exit-code.js";
import { UsageError } from "../../library/usage-error.js";
import { decide } from "../../router/choose/decide.js";
import { complete } from "../../router/serve/complete.js";
import type { Router } from "../../router/serve/router.js";
import { writeAtomically } from "../../runner/store/atomic-write.js";
import { log, print } from "../shell/print.js";
import { watchSignals } from "../shell/stop-signal.js";
import { openRouter } from "./open-router.js";
import { type QueryOptions, requestOf } from "./query-request.js";
import { readQueries } from "./read-queries.js";

export type InferOptions = QueryOptions & {
  readonly query?: string;
  readonly input?: string;
  readonly routeOnly?: true;
  readonly output?: string;
  readonly outputFormat: "json" | "jsonl";
};

/** The result of one query, in the seed system's members; `error` says why it failed. */
type Inferred = {
  readonly success: boolean;
  readonly query: string;
  readonly model_name: string | null;
  readonly response?: string | null;
  readonly reason?: string;
  readonly attempts?: string;
  /** In US dollars, of all attempts; null: not known. */
  readonly cost_usd?: number | null;
  readonly error?: string;
};

/** `llm-parity infer`: sends each query as one request. The command fails when any query failed. */
export async function infer(options: InferOptions): Promise<number> {
  if ((options.query === undefined) === (options.input === undefined)) {
    throw new UsageError("say what to ask", { hint: "Add --query <text> or --input <file>." });
  }
  const queries = options.query === undefined ? readQueries(options.input ?? "") : [options.query];
  const { router, close } = openRouter(options);
  const signals = watchSignals();
  const results: Inferred[] = [];
  try {
    for (const [at, query] of queries.entries()) {
      if (signals.signal.aborted) break;
      const ask = options.routeOnly === true ? routeQuery : askRouter;
      results.push(await ask(query, { router, options, signal: signals.signal }));
      if (queries.length > 1) log(`[${at + 1}/${queries.length}] ${results.at(-1)?.model_name ?? "no model"}`);
    }
    await writeResults(results, options);
    return signals.exitCode() ?? (results.every(({ success }) => success) ? exitCodes.fine : exitCodes.failing);
  } finally {
    signals.stop();
    await close();
  }
}

type Asking = { readonly router: Router; readonly options: InferOptions; readonly signal: AbortSignal };

async function askRouter(query: string, { router, options, signal }: Asking): Promise<Inferred> {
  const body = requestOf(options, [{ role: "user", content: query }]);
  const answer = await complete(body, { router: withoutPrefix(router), id: randomUUID(), signal });
  if (answer.kind !== "json") throw new TypeError("a whole reply was asked for");
  const attempts = answer.headers["x-llm-parity-attempts"] ?? "";
  if (answer.status !== 200) {
    return {
      success: false,
      query,
      model_name: null,
      attempts,
      cost_usd: costOf(answer.headers),
      error: String((answer.body["error"] as JsonObject)["message"]),
    };
  }
  const [choice] = answer.body["choices"] as readonly JsonObject[];
  const content = (choice?.["message"] as JsonObject | undefined)?.["content"];
  return {
    success: true,
    query,
    model_name: answer.headers["x-llm-parity-model"] ?? null,
    response: typeof content === "string" ? content : null,
    reason: unescaped(answer.headers["x-llm-parity-reason"] ?? ""),
    attempts,
    cost_usd: costOf(answer.headers),
  };
}

/** The results are data, which name the model in a member of their own. */
function withoutPrefix(router: Router): Router {
  return { ...router, config: { ...router.config, serve: { ...router.config.serve, showModelPrefix: false } } };
}

/** A header's text without JSON's escapes. */
function unescaped(text: string): string {
  return text.replaceAll(/\\u([0-9a-f]{4})/g, (_escape, unit: string) =>
    String.fromCharCode(Number.parseInt(unit, 16)),
  );
}

function costOf(headers: { readonly [name: string]: string }): number | null {
  const text = headers["x-llm-parity-cost-usd"];
  return text === undefined ? null : Number(text);
}

async function routeQuery(query: string, { router, options, signal }: Asking): Promise<Inferred> {
  const named = options.model === "auto" ? null : options.model;
  const decided = await decide({ named, text: query, streaming: false, exercises: ["chat"] }, router.deciding, signal);
  if ("unknown" in decided)
    return { success: false, query, model_name: null, error: `there is no model "${decided.unknown}"` };
  return { success: true, query, model_name: decided.order[0] ?? null, reason: decided.reason };
}

async function writeResults(results: readonly Inferred[], { output, outputFormat }: InferOptions): Promise<void> {
  // One result is an object, several are a list, as in the seed system.
  const whole = results.length === 1 ? results[0] : results;
  const text =
    outputFormat === "jsonl" ? results.map((one) => JSON.stringify(one)).join("\n") : JSON.stringify(whole, null, 2);
  if (output === undefined) print(text);
  else await writeAtomically(output, `${text}\n`);
}
