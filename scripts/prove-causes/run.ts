import { seededRandom } from "../../src/chat/seeded-random.js";
import { openExperiment } from "../../src/verdict/experiment/experiment.js";
import type { Result } from "../../src/verdict/experiment/result.js";
import type { CallOutcome, ExperimentCall } from "../../src/verdict/experiment/space.js";
import type { World } from "./world.js";

/** Runs an experiment in a made-up world to its end. */
export function runWorld(
  world: World,
  seed: number,
  budget = 400,
): { readonly result: Result; readonly calls: readonly ExperimentCall[] } {
  const random = seededRandom(seed ^ 0x5bd1e995);
  const experiment = openExperiment(world.space, { seed, budget });
  const calls: ExperimentCall[] = [];
  const cache = new Map<string, ExperimentCall>();
  for (;;) {
    const step = experiment.step();
    if (step.kind === "result") return { result: step.result, calls };
    for (const { arm, stage, pair, nonce } of step.batch) {
      const call = calls.length + 1;
      const key = `${JSON.stringify(Object.entries(arm.changed).sort())}@${arm.place}`;
      const known = world.isCached === true && !nonce ? cache.get(key) : undefined;
      const upstream = known?.upstream ?? pick(world.upstreams ?? [], random);
      const outcome = known?.outcome ?? outcomeOf();
      const replyKey = known?.replyKey ?? (outcome === "ok" || world.isCached === true ? `reply-${random()}` : null);
      const made: ExperimentCall = { call, arm, stage, pair, outcome, replyKey, upstream };
      cache.set(key, made);
      calls.push(made);
      experiment.add(made);

      function outcomeOf(): CallOutcome {
        if (random() < (world.voids ?? 0)) return "void";
        if (world.refuses?.(arm) === true) return "refused";
        return random() < world.rate(arm, call, upstream) ? "bad" : "ok";
      }
    }
  }
}

function pick(items: readonly string[], random: () => number): string | null {
  return items[Math.floor(random() * items.length)] ?? null;
}

/** How a result compares with the truth. `partly`: a true statement that leaves something open. */
export type Score = "right" | "wrong" | "open";

/** Names a cause: right if factors, rule and seat are the true ones; another name is wrong; no name is open. */
export function scoreResult(result: Result, { truth, right }: World): Score {
  if (truth === null) {
    if (right?.includes(result.kind)) return "right";
    return result.kind === "undetermined" ? "open" : "wrong";
  }
  if (result.kind === "undetermined") return "open";
  if (result.kind !== "cause") return "wrong";
  const [name] = result.cause.names;
  const isRule = truth.factors.length < 2 || name?.rule === truth.rule;
  const isFactors = name !== undefined && [...name.factors].sort().join() === [...truth.factors].sort().join();
  return isRule && isFactors && result.cause.seats[0] === truth.seat ? "right" : "wrong";
}
