/**
 * llm-parity as a library: what the command line does, without printing and without exiting. Importing it loads neither SDK, nor
 * undici, nor MSW; each function loads what it needs when it is first called. An option has the name and the meaning of the flag
 * of the command line.
 */

import type { Reply } from "./chat/reply.js";
import type { ReadOptions, ResponseToRead } from "./library/read-reply.js";
import type { JudgeOptions } from "./library/recordings/judge-recordings.js";
import type { RenderOptions } from "./library/reports/render-report.js";
import type { RouterHandle, RouterOptions } from "./library/router/open-router.js";
import type { RunningSimulator, SimulateOptions } from "./library/start-simulator.js";
import type { SuitePlan } from "./library/suite/plan/plan-json.js";
import type { AskOptions, PlanOptions, ReplayOptions } from "./library/suite/suite-options.js";
import type { SuiteResult } from "./library/suite/suite-result.js";
import type { ObservedResults } from "./verdict/matrix/results-schema.js";

/**
 * Judges recordings, ours or another tool's: every exchange of a wire API that we speak gets a verdict, without any expectation.
 * `paths`: files and folders. The result is what `llm-parity judge --json` prints; a file that cannot be read is in
 * `read.damaged`. All verdicts are kept in memory.
 *
 * Rejects with {@link SourceError} for a path that does not exist, and for an invalid `models`.
 *
 * @example
 * const { exchanges } = await judgeRecordings("tests/cassettes");
 * const bad = exchanges.filter(({ observed }) => observed === "bad");
 */
export async function judgeRecordings(
  paths: string | readonly string[],
  options: JudgeOptions = {},
): Promise<ObservedResults> {
  const library = await import("./library/recordings/judge-recordings.js");
  return library.judgeRecordings(paths, options);
}

/**
 * Replays a suite from its recordings, and judges it. Needs no key, no region and no network, and writes no file.
 *
 * Rejects with {@link UsageError} for a folder that does not exist, {@link SelectionError} for a name that leads nowhere,
 * {@link SourceError} for a mistake in a file, {@link HarError} for a recording that cannot be read. Requests that no recording
 * answers are no error: they are in `mismatches`.
 *
 * @example
 * const { passed, results } = await replaySuite({ suite: "seed", model: ["kimi-k2.5"] });
 * const red = results.cells.filter(({ observed }) => observed === "bad");
 */
export async function replaySuite(options: ReplayOptions = {}): Promise<SuiteResult> {
  const library = await import("./library/suite/replay-suite.js");
  return library.replaySuite(options);
}

/**
 * Tells what {@link askSuite} would ask with the same options, and what that may cost at most. Asks nothing, and needs no key.
 *
 * Rejects with {@link UsageError} for a suite that can only be replayed, and as {@link replaySuite} does for names and files.
 *
 * @example
 * const { total } = await planSuite({ model: ["kimi-k2.5"], trials: 5 });
 * if (total.costUsd === null || total.costUsd > 2) throw new Error("too dear");
 */
export async function planSuite(options: PlanOptions = {}): Promise<SuitePlan> {
  const library = await import("./library/suite/plan/plan-suite.js");
  return library.planSuite(options);
}

/**
 * Asks a suite of its services, or of a `simulator`, and judges it. **Asking the services costs money**: `maxCalls` and `maxCost`
 * limit it. The evidence is kept in a folder below `runs`, without secrets; the result has none either.
 *
 * A column whose credentials are missing is blocked, and the others are asked. Rejects with {@link UsageError} before anything is asked where
 * they are missing for every column (`code` 3), and as {@link planSuite} does. What a service does is no error: it is in the verdicts.
 *
 * @example
 * const simulator = await startSimulator({ profile: "kimi" });
 * const { results } = await askSuite({ simulator: simulator.url, model: ["kimi-k2.5"], trials: 5 });
 * await simulator.close();
 */
export async function askSuite(options: AskOptions = {}): Promise<SuiteResult> {
  const library = await import("./library/suite/ask-suite.js");
  return library.askSuite(options);
}

/**
 * Renders a report of a suite's result, by the name that `--reporter` takes: `markdown`, `json`, `html`, `junit`, `ctrf`, `csv`, `github`,
 * `github-summary`, `badge`, `badge-json` or `openmetrics`. The same result gives the same text. Null: there is nothing to report, such as no
 * annotation for `github`.
 *
 * Rejects with {@link UsageError} for a name that no reporter has, and for an object that is no result of {@link replaySuite} or
 * {@link askSuite}; with {@link SecretInFixtureError} when the report would hold a secret.
 *
 * @example
 * await writeFile("junit.xml", await renderReport("junit", await replaySuite({ suite: "seed" })));
 */
export async function renderReport(
  name: string,
  result: SuiteResult,
  options: RenderOptions = {},
): Promise<string | null> {
  const library = await import("./library/reports/render-report.js");
  return library.renderReport(name, result, options);
}

/**
 * Reads one response of a wire API into chat words: text, reasoning, calls, finish, usage, and what was odd on the wire. Takes the
 * `Response` of `fetch`, or status, headers and body. Whatever the bytes are, there is a reply: `completeness` says whether it is
 * whole, and `failure` what broke it.
 *
 * Rejects with {@link UsageError} for an `api` that does not exist.
 *
 * @example
 * const reply = await readReply(await fetch(url, request), { api: "chat-completions-stream" });
 * console.log(reply.completeness, textOf(reply), toolCallsOf(reply));
 */
export async function readReply(response: ResponseToRead, options: ReadOptions): Promise<Reply> {
  const library = await import("./library/read-reply.js");
  return library.readReply(response, options);
}

/**
 * Starts the offline providers: OpenRouter and Bedrock in their real wire formats, with the faults of a profile. Listens on loopback
 * only, on any free port unless `port` is given. `close` breaks open connections and waits until the port is free.
 *
 * Rejects with {@link UsageError} for another host or an unknown profile, {@link SourceError} for a mistake in a file, and an Error
 * (`code: "EADDRINUSE"`) for a port that is taken.
 *
 * @example
 * const simulator = await startSimulator({ profile: "kimi" });
 * const reply = await fetch(`${simulator.url}/api/v1/chat/completions`, request);
 * await simulator.close();
 */
export async function startSimulator(
  options: Partial<SimulateOptions> & Pick<SimulateOptions, "profile">,
): Promise<RunningSimulator> {
  const { shippedFile } = await import("./library/shipped-file.js");
  const library = await import("./library/start-simulator.js");
  const { scenarios = shippedFile("scenarios"), host = "127.0.0.1", port = 0, seed = 1 } = options;
  return library.startSimulator({ ...options, scenarios, host, port, seed });
}

/**
 * Opens the router of a file: to ask it in this process, to see whom it would ask, or to serve it.
 *
 * Rejects with {@link SourceError} for a mistake in the file or in one that it names.
 *
 * @example
 * const router = await openRouter({ config: "router.yaml" });
 * const answer = await router.complete({ model: "auto", messages: [{ role: "user", content: "What is 15 + 27?" }] });
 * await router.close();
 */
export async function openRouter(options: RouterOptions): Promise<RouterHandle> {
  const library = await import("./library/router/open-router.js");
  return library.openRouter(options);
}

export type { Api, Client } from "./chat/api.js";
export type { ChatEvent } from "./chat/event.js";
export type { AssistantPart, ToolCallPart } from "./chat/message.js";
export { reasoningTextOf, textOf, toolCallsOf } from "./chat/read-reply.js";
export type { Finish, Note, Usage } from "./chat/reply.js";
export type { ListenOptions, Route } from "./library/router/open-router.js";
export type { SuiteOptions } from "./library/suite/suite-options.js";
export { UsageError } from "./library/usage-error.js";
export type { FormatId } from "./recordings/format-ids.js";
export type { Answer } from "./router/serve/complete.js";
export type { RouterServer } from "./router/serve/http-server.js";
export type { AskEvent } from "./runner/ask-live.js";
export { SecretInFixtureError } from "./runner/store/refuse-leaks.js";
export { SelectionError } from "./scenario/selection-error.js";
export { SourceError } from "./source/source-error.js";
export type { Transcript } from "./transcript/transcript.js";
export type { CellResult, ExchangeResult, MatrixResults, ObservedCellResult } from "./verdict/matrix/results-schema.js";
export { HarError } from "./wire/har/har-error.js";
export type {
  AskOptions,
  JudgeOptions,
  ObservedResults,
  PlanOptions,
  ReadOptions,
  RenderOptions,
  ReplayOptions,
  Reply,
  ResponseToRead,
  RouterHandle,
  RouterOptions,
  RunningSimulator,
  SimulateOptions,
  SuitePlan,
  SuiteResult,
};
