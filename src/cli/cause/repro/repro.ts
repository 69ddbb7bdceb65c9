import { bedrockCredentials } from "../../../adapters/bedrock/aws-credentials.js";
import type { Target } from "../../../chat/target.js";
import { choose, type FileOptions } from "../../../library/choose.js";
import { type MissingCredential, missingCredentials } from "../../../library/credentials.js";
import { type ExitCode, exitCodes } from "../../../library/exit-code.js";
import { formatPath } from "../../../library/format-path.js";
import { startSimulator } from "../../../library/start-simulator.js";
import { UsageError } from "../../../library/usage-error.js";
import { suggestion } from "../../../source/suggest.js";
import { doctor } from "../../check/doctor.js";
import { log, print, sanitise } from "../../shell/print.js";
import { type ReproCase, reproCases } from "./repro-cases.js";
import { sharesOf, showReproPlan } from "./repro-price.js";
import { type Repro, reproduce } from "./repro-stages.js";
import { openRepro, type ReproProgress } from "./repro-state.js";

/** The options of `repro`. */
export type ReproWords = FileOptions & {
  readonly demo?: true;
  readonly plan?: true;
  readonly maxCost?: number;
  readonly budget?: number;
  readonly seed: number;
  readonly out?: string;
  readonly keysFile?: string;
};

/**
 * `llm-parity repro CASE`: keys, plan and price, probes, the matrix of the controls, the experiment, the bundle, and five lines that say
 * what came out. A folder that was interrupted goes on, and no step that is over is paid again. Without any key it is a demo against a simulator of its own. Resolves with 0 where the cause was found or nothing
 * fails, 1 where an assumption was refuted, 3 without a key that is needed, 4 where nothing was decided, 130 or 143 after a signal.
 */
export async function repro(name: string, words: ReproWords): Promise<ExitCode | number> {
  const one = caseNamed(name);
  const { targets } = await choose({ ...filesOf(words), target: [...one.targets] }, "live");
  const missing = words.demo === true ? [] : await missingFor(targets);
  const lacking = new Set(missing.flatMap((each) => each.targets.map(({ id }) => id)));
  const asked = targets.filter(({ id }) => !lacking.has(id));
  if (words.plan === true) {
    await doctor({ ...filesOf(words), target: [...one.targets] });
    showReproPlan(one, targets, words);
    return exitCodes.fine;
  }
  if (words.demo === true) return demo(one, targets, words);
  if (asked.length === 0 && words.maxCost === undefined) {
    log("No key is set, so this is a demo: it asks our simulator, not a vendor. `llm-parity repro --help` says more.");
    return demo(one, targets, words);
  }
  refuseWithout(one, { targets, missing, lacking }, words);
  const shares = sharesOf(one, asked, words.maxCost ?? 0);
  const out = words.out ?? one.name;
  const progress = await openRepro(out, { case: one.name, mark: null, seed: words.seed, targets: [...idsOf(asked)] });
  tellResumed(progress, out);
  await doctor({ ...filesOf(words), target: [...one.targets] });
  return reproduce(one, {
    ...common(words),
    ...{ out, progress },
    targets: asked,
    simulator: null,
    shares,
  });
}

function caseNamed(name: string): ReproCase {
  const found = reproCases.find((one) => one.name === name);
  if (found !== undefined) return found;
  const names = reproCases.map((one) => one.name);
  throw new UsageError(`there is no case "${name}"`, { hint: suggestion(name, names, "cases") });
}

function filesOf({ scenarios, models, known, fixtures }: FileOptions): FileOptions {
  return { scenarios, models, known, fixtures };
}

function missingFor(targets: readonly Target[]): Promise<readonly MissingCredential[]> {
  return missingCredentials(targets, bedrockCredentials(process.env), process.env);
}

type Keys = {
  readonly targets: readonly Target[];
  readonly missing: readonly MissingCredential[];
  readonly lacking: ReadonlySet<string>;
};

/** With some keys it is a live run, which needs its limit and the failing target's own key. */
function refuseWithout(one: ReproCase, { targets, missing, lacking }: Keys, words: ReproWords): void {
  const [failing] = targets;
  if (failing !== undefined && lacking.has(failing.id)) {
    throw new UsageError(`${failing.id} cannot be asked:\n${missing.map(({ text }) => `  - ${text}`).join("\n")}`, {
      hint: `Set it, or see the demo with \`llm-parity repro ${one.name} --demo\`.`,
      code: exitCodes.credentials,
    });
  }
  if (words.maxCost !== undefined) return;
  throw new UsageError("keys are set, so the real services would be asked: that needs --max-cost USD", {
    hint: `\`llm-parity repro ${one.name} --plan\` shows the price; --demo asks our simulator instead.`,
  });
}

function idsOf(targets: readonly Target[]): readonly string[] {
  return targets.map(({ id }) => id);
}

function tellResumed({ isResumed }: ReproProgress, out: string): void {
  if (isResumed) print(sanitise(`continuing what is in ${formatPath(out)}`));
}

function common({ seed, budget, ...words }: ReproWords): Pick<Repro, "files" | "seed" | "budget"> {
  return { files: filesOf(words), seed, budget: budget ?? null };
}

/** Against a simulator in this process, on a loopback port of its own, which ends with the command. */
async function demo(one: ReproCase, targets: readonly Target[], words: ReproWords): Promise<ExitCode | number> {
  const out = words.out ?? `demo-${one.name}`;
  const progress = await openRepro(out, {
    case: one.name,
    mark: "DEMO",
    seed: words.seed,
    targets: [...idsOf(targets)],
  });
  const { scenarios, models } = words;
  const served = await startSimulator({
    ...{ profile: one.profile, scenarios, models, host: "127.0.0.1", port: 0, seed: words.seed },
  });
  print("DEMO: our simulator, no vendor");
  print(
    sanitise(
      `DEMO: profile ${served.profile}; its replies say nothing about any vendor. Everything is in ${formatPath(out)}`,
    ),
  );
  tellResumed(progress, out);
  try {
    return await reproduce(one, { ...common(words), out, progress, targets, simulator: served.url, shares: null });
  } finally {
    await served.close();
  }
}
