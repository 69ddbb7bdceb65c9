import type { RunFacts } from "../../runner/store/run-facts.js";
import { assessPlan, type WorkerMeans } from "./assess-plan.js";
import type { Fleet } from "./database/fleet.js";
import type { Line } from "./queue/block.js";
import type { ServedPlan } from "./served-plan.js";

/** The open plans, as one worker sees them. */
export type PlanBoard = {
  /** Looks which plans are open; a plan that no longer is has its signal aborted. */
  readonly look: () => Promise<void>;
  readonly plan: (id: string) => ServedPlan | null;
  /** What this worker can ask. */
  readonly lines: () => readonly Line[];
  /** True while some block that this worker can ask is not done, here or elsewhere. */
  readonly hasMore: () => Promise<boolean>;
  /** True where some plan, or a part of it, was refused. */
  readonly hasRefused: () => boolean;
};

/** How soon a plan is looked at again whose refusal may pass. */
const lookAgainMs = 10_000;

/** `onRefused`: called for each plan of which something is not taken, once for the same reasons. */
export function createPlanBoard(
  fleet: Fleet,
  means: WorkerMeans,
  onRefused: (plan: string, reasons: readonly string[]) => void,
): PlanBoard {
  const plans = new Map<string, ServedPlan | null>();
  /** Plans that are to be looked at again, and when. */
  const again = new Map<string, number>();
  const said = new Map<string, string>();
  const meet = async (id: string): Promise<void> => {
    again.delete(id);
    const [row] = await fleet.query("select facts from llm_parity_fleet.plan where id = $1", [id]);
    if (row === undefined) return;
    const { served, refusals, mayPass } = await assessPlan(id, row["facts"] as RunFacts, means);
    plans.set(id, served);
    if (mayPass) again.set(id, performance.now() + lookAgainMs);
    const text = refusals.join("; ");
    if (text !== "" && said.get(id) !== text) onRefused(id, refusals);
    if (text !== "") said.set(id, text);
  };
  const lines = (): readonly Line[] => [...plans.values()].flatMap((plan) => plan?.lines ?? []);
  return {
    look: async () => {
      const rows = await fleet.query("select id from llm_parity_fleet.plan where is_open order by created_at, id");
      const open = new Set(rows.map(({ id }) => String(id)));
      for (const id of open) if (!plans.has(id) || (again.get(id) ?? Infinity) <= performance.now()) await meet(id);
      for (const [id, plan] of plans) {
        if (open.has(id)) continue;
        plan?.closed.abort();
        plans.delete(id);
        again.delete(id);
      }
    },
    plan: (id) => plans.get(id) ?? null,
    lines,
    hasMore: async () => {
      for (const { plan, provider } of lines()) {
        const [found] = await fleet.query(
          `select from llm_parity_fleet.block where plan = $1 and provider = $2 and state in ('waiting', 'taken') limit 1`,
          [plan, provider],
        );
        if (found !== undefined) return true;
      }
      return false;
    },
    hasRefused: () => said.size > 0,
  };
}
