import { type ExitCode, exitCodes } from "../../library/exit-code.js";
import { askingOn } from "../../library/experiment/asking-on.js";
import { formatPath } from "../../library/format-path.js";
import { type IdentityStore, type KeptAnswer, readIdentity } from "../../library/identity/identity-store.js";
import { type IdentityResult, identityResult } from "../../library/identity/result-json.js";
import { type RanIdentity, runIdentity } from "../../library/identity/run-identity.js";
import { UsageError } from "../../library/usage-error.js";
import { identityLines } from "../../report/identity/identity-text.js";
import { type Conclusion, conclude, type IdentityWord } from "../../verdict/identity/conclude.js";
import { defaultIdentityBudget } from "../../verdict/identity/options.js";
import { type Power, powerOf } from "../../verdict/identity/power.js";
import { askedHow, codeOf, refuseUnclear, type WhoIsAsked } from "../cause/who-is-asked.js";
import { log, print, sanitise } from "../shell/print.js";
import { watchAskingSignals } from "../shell/stop-signal.js";
import { showIdentityPlan } from "./identity-plan.js";
import { type OpenIdentityOptions, openIdentityStore, optionsOf } from "./open-identity.js";
import { namedPair, type PairOptions, type PreparedPair, preparePair } from "./prepare-pair.js";

/** `own`: options that were typed and that a test which goes on has of its own. */
export type IdentityCommandOptions = PairOptions &
  OpenIdentityOptions &
  WhoIsAsked & { readonly keysFile?: string; readonly json?: true; readonly own: readonly string[] };

/**
 * `llm-parity identity A B`. Resolves with 0 for the same, 1 for different, 4 where it cannot tell or ended before; 3 without credentials;
 * 130 or 143 after a signal that came before the result.
 */
export async function identity(targets: readonly string[], typed: IdentityCommandOptions): Promise<ExitCode | number> {
  if (typed.resume === undefined || targets.length > 0) namedPair(targets);
  refuseUnlimited(typed);
  const { names, options } = recalled(targets, typed);
  const prepared = await preparePair(names, options);
  if (options.plan === true)
    return showIdentityPlan(prepared, { ...options, budget: options.budget ?? defaultIdentityBudget });
  const store = await openIdentityStore(prepared, options);
  const signals = watchAskingSignals("no further calls are made, and those under way are kept");
  try {
    const before = store.earlier.length === 0 ? "" : `, with ${store.earlier.length} earlier calls`;
    log(`test: ${formatPath(store.folder)}${before}`);
    const found = await compared(prepared, { store, signals, maxCost: options.maxCost ?? null });
    if (found.ran.ended !== null) return signals.exitCode() ?? tellOpen(prepared, store, found);
    await tellResult(prepared, { store, found, isJson: options.json === true });
    return wordCodes[found.conclusion.word];
  } finally {
    signals.stop();
    await store.close();
  }
}

const wordCodes: { readonly [word in IdentityWord]: ExitCode } = {
  same: exitCodes.fine,
  different: exitCodes.failing,
  "cannot-tell": exitCodes.unmeasured,
};

/** A live test has a limit: of dollars, or, for targets without a dated price, of calls that someone has typed. */
function refuseUnlimited({ maxCost, ...options }: IdentityCommandOptions): void {
  const { live, plan, budget, resume } = options;
  const isLive = live === true && plan !== true;
  if (isLive && maxCost === undefined && budget === null && resume === undefined) {
    throw new UsageError("--live needs --max-cost, or --budget where a target has no dated price", {
      hint: "Look at the price with --plan, then add --max-cost USD, or --budget N to limit the calls.",
    });
  }
  refuseUnclear(maxCost === undefined ? (isLive ? { ...options, maxCost: 0 } : options) : { ...options, maxCost });
}

/** A test that goes on knows its targets, their addresses and its options; what is typed has to agree with it. */
function recalled(
  targets: readonly string[],
  options: IdentityCommandOptions,
): { readonly names: readonly string[]; readonly options: IdentityCommandOptions } {
  if (options.resume === undefined) return { names: targets, options };
  const [own] = options.own;
  if (own !== undefined) {
    const flag = own.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    throw new UsageError(`--${flag} has no effect with --resume: the test has its own`, { hint: "Drop it." });
  }
  const { facts } = readIdentity(options.resume);
  const { seed, alpha, maxTokens, baseUrl, baseUrlB } = facts;
  return {
    names: targets.length === 0 ? [facts.A, facts.B] : targets,
    options: {
      ...{ ...options, seed, alpha, maxTokens },
      ...(baseUrl === null ? {} : { baseUrl }),
      ...(baseUrlB === null ? {} : { baseUrlB }),
    },
  };
}

type Found = {
  readonly ran: RanIdentity;
  readonly conclusion: Conclusion;
  readonly power: readonly Power[];
  readonly spentUsd: number;
};

type Comparing = {
  readonly store: IdentityStore;
  readonly signals: { readonly signal: AbortSignal; readonly abort: AbortSignal };
  readonly maxCost: number | null;
};

/** Asks until the test is over or something ends it. */
function compared(prepared: PreparedPair, { store, signals, maxCost }: Comparing): Promise<Found> {
  const { pair, battery, reach, costOf } = prepared;
  const { redactor } = reach;
  return askingOn(reach, { store, signals, maxCost }, async (means) => {
    const options = optionsOf(store);
    const onCall = (kept: KeptAnswer, evidence: number): void =>
      log(sanitise(redactor.text(callText(kept, evidence, store.budget))));
    const ran = await runIdentity({ ...means, pair, battery, store, options, costOf, onCall });
    const { seen } = ran;
    const base = seen.calls.filter(({ arm }) => arm === seen.baseArm);
    const power = seen.decidedAfter === null && ran.ended === null ? powerOf(base, options.alpha) : [];
    return { ran, conclusion: conclude(seen, options, power), power, spentUsd: means.budget.spent.costUsd };
  });
}

/** One line of the progress. */
function callText({ call, why }: KeptAnswer, evidence: number, budget: number): string {
  const { side, arm, prompt, answer } = call;
  const shown = answer ?? `no answer: ${why ?? call.excluded ?? ""}`;
  return `[${call.call}/${budget}] ${side} ${arm === "base" ? "" : `${arm} `}${prompt}: ${shown} (evidence ${evidence < 10 ? evidence.toFixed(2) : evidence.toFixed(0)})`;
}

/** Tells why there is no result yet, and how to go on. */
function tellOpen({ reach }: PreparedPair, { facts, folder }: IdentityStore, { ran }: Found): ExitCode {
  const goOn = `continue with \`llm-parity identity --resume ${formatPath(folder)} ${askedHow(facts.mark)}\``;
  const says = `not decided after ${ran.calls.length} calls: ${ran.ended?.says ?? "it ended"}; ${goOn}`;
  log(sanitise(reach.redactor.text(says)));
  return codeOf(ran.ended);
}

type Telling = { readonly store: IdentityStore; readonly found: Found; readonly isJson: boolean };

async function tellResult(prepared: PreparedPair, { store, found, isJson }: Telling): Promise<void> {
  const { facts, folder } = store;
  const { ran, conclusion, power, spentUsd } = found;
  const json: IdentityResult = identityResult(facts, { ...ran, conclusion, power, spentUsd });
  await store.write("result.json", json);
  const { redactor } = prepared.reach;
  if (isJson) {
    print(redactor.json(JSON.stringify(json, null, 2)));
    return;
  }
  const { battery, edition, prompts, alpha } = facts;
  const lines = identityLines({
    ...{
      A: facts.A,
      B: facts.B,
      alpha,
      seen: ran.seen,
      conclusion,
      power,
      models: json.models,
      upstreams: json.upstreams,
    },
    battery: { battery, edition, prompts: prompts.length },
  });
  const mark = facts.mark === null ? [] : ["SIMULATED: no vendor was asked"];
  const kept = `kept in ${formatPath(folder)}: result.json, and every call in journal.jsonl`;
  print(sanitise(redactor.text([...mark, ...lines, kept].join("\n"))));
}
