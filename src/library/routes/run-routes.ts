import { bedrockEndpoint } from "../../adapters/bedrock/bedrock-sdk.js";
import { type Api, wholeOf } from "../../chat/api.js";
import type { AskedExchange } from "../probes/answer.js";
import { type AskAndKeepOptions, type AskedAndKept, askAndKeep } from "../probes/ask-and-keep.js";
import { judgeRoute, type RouteState, type RouteVerdict } from "./judge-route.js";
import type { RouteAsk, RoutePlan } from "./plan-routes.js";
import type { Listed } from "./surfaces.js";

/**
 * One surface with what it answered. `url`: its base URL. `use`: surfaces that serve the model, for one that does not; the nearest first.
 * `differs`: the answer is not what the models file says. `status` null: no answer. `file`: the recording; null: none.
 */
export type RouteResult = RouteVerdict & {
  readonly model: string;
  readonly provider: string;
  readonly api: Api;
  readonly id: string;
  readonly region: string | null;
  readonly url: string;
  readonly listed: Listed | null;
  readonly differs: boolean;
  readonly use: readonly string[];
  readonly status: number | null;
  readonly file: string | null;
};

/** What was asked, and the result of each surface, in the order of the plan. */
export type RouteRun = Omit<AskedAndKept, "exchanges" | "lacking"> & { readonly results: readonly RouteResult[] };

/** Asks the surfaces of a plan, one after the other, keeps the bytes, and decides. Throws as {@link askAndKeep} does. */
export async function runRoutes(plan: RoutePlan, options: AskAndKeepOptions): Promise<RouteRun> {
  const asks = plan.routes.flatMap(({ planned }) => planned ?? []);
  const { exchanges, lacking, ...asked } = await askAndKeep(asks, options);
  const judged: RouteResult[] = [];
  for (const route of plan.routes) {
    const name = route.planned?.ask.name ?? "";
    const kept = asked.kept.find((one) => one.name === name);
    const verdict = await verdictOf(route, { exchange: exchanges.get(name), lacking: lacking.get(name) });
    judged.push({ ...resultOf(route, verdict), status: kept?.status ?? null, file: kept?.file ?? null });
  }
  return { ...asked, results: judged.map((one, at) => ({ ...one, use: betterFor(at, { plan, judged }) })) };
}

type Asked = { readonly exchange: AskedExchange | undefined; readonly lacking: string | undefined };

async function verdictOf({ target, why }: RouteAsk, { exchange, lacking }: Asked): Promise<RouteVerdict> {
  if (exchange !== undefined) return judgeRoute(exchange, target);
  if (lacking !== undefined) return { state: "key-missing", says: lacking };
  return { state: "not-asked", says: why ?? "stopped before" };
}

/**
 * The surfaces that serve the model of one that does not, at most three: those of its
 * provider first, then those with the same credentials.
 */
function betterFor(at: number, { plan, judged }: Judged): readonly string[] {
  const [route, target] = [judged[at], plan.routes[at]?.target];
  if (route?.state !== "not-served") return [];
  const distance = (index: number): number => {
    const other = plan.routes[index]?.target;
    if (other?.provider === target?.provider) return 0;
    return other?.auth === target?.auth && other?.keyVariable === target?.keyVariable ? 1 : 2;
  };
  const serving = judged.flatMap((one, index) =>
    one.model === route.model && one.state === "served" ? [{ one, far: distance(index) }] : [],
  );
  return serving
    .sort((a, b) => a.far - b.far)
    .slice(0, 3)
    .map(({ one: { provider, api, id, url } }) => {
      const path = new URL(url).pathname;
      return `${provider}/${api}:${id}${path === "/" ? "" : ` at ${path}`}`;
    });
}

type Judged = { readonly plan: RoutePlan; readonly judged: readonly RouteResult[] };

function resultOf({ target, listed }: RouteAsk, verdict: RouteVerdict): Omit<RouteResult, "status" | "file"> {
  const { model, provider, api, providerModelId: id, region } = target;
  const url = bedrockEndpoint({ baseUrl: null, target });
  return {
    ...{ model, provider, api: wholeOf(api), id, region, url, listed, use: [] },
    ...verdict,
    differs: differsFrom(listed, verdict.state),
  };
}

function differsFrom(listed: Listed | null, state: RouteState): boolean {
  if (listed === null) return false;
  return listed.state === "served" ? state === "not-served" : state === "served";
}
