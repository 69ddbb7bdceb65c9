import { requestOf } from "../../library/probes/ask-probes.js";
import type { RouteAsk, RoutePlan } from "../../library/routes/plan-routes.js";
import type { RoutesJson } from "../../library/routes/routes-schema.js";
import type { RouteResult, RouteRun } from "../../library/routes/run-routes.js";
import { counted } from "../../report/counted.js";
import { plainTable } from "../../report/terminal/plain-table.js";
import { sanitise } from "../shell/print.js";
import { screenOf } from "../shell/screen.js";

/** The plan as text: the most that it costs first, then one line for each request. */
export function formatRoutePlan({ routes, costUsd, moved }: RoutePlan): string {
  const asked = routes.filter(({ planned }) => planned !== null).length;
  const dearest = routes.filter(({ planned }) => planned?.bound.price === "dearest").length;
  return [
    `${counted(asked, "request")}, one for each surface: at most ${dollars(costUsd)}`,
    ...routes.map((route) => `  ${sanitise(askText(route))}`),
    ...(moved.length === 0
      ? []
      : [`Sent to an address from the models file, which may not be the vendor's: ${moved.map(sanitise).join(", ")}`]),
    ...(dearest === 0
      ? []
      : [`No dated price, so counted at the highest price in the models file: ${counted(dearest, "request")}`]),
  ].join("\n");
}

function askText({ target, planned, why }: RouteAsk): string {
  if (planned === null)
    return `${target.provider}/${target.api}:${target.providerModelId}: not asked: ${why ?? "unknown"}`;
  const { inputTokens, outputTokens, costUsd } = planned.bound;
  const limits = `at most ${inputTokens} tokens in, ${outputTokens} out, ${dollars(costUsd)}`;
  return `${target.providerModelId}: ${requestOf(planned, null).url}: ${limits}`;
}

/** The results as text: a table for each model, then the counts, and the words of what is not served or not decided. */
export async function formatRoutes({ results, mode, folder, overspent, kept }: RouteRun): Promise<string> {
  const screen = await screenOf();
  const models = [...new Set(results.map(({ model }) => model))];
  const tables = models.map((model) => {
    const rows = results.filter((one) => one.model === model).map((one) => rowOf(one).map(sanitise));
    return plainTable({ head: [`${model}: surface`, "result", "id", "at", "models.yaml"], rows }, screen);
  });
  const states = [...new Set(results.map(({ state }) => state))];
  const counts = states.map((state) => `${results.filter((one) => one.state === state).length} ${words[state]}`);
  const lost = kept.flatMap(({ name, problem }) => (problem === null ? [] : [`not kept: ${name}: ${problem}`]));
  return [
    ...(mode === "simulator" ? ["SIMULATED: nothing here says anything about a vendor.", ""] : []),
    tables.join("\n\n"),
    "",
    ...results.filter(({ state }) => state !== "served" && state !== "key-missing").map(whyText),
    ...keysMissing(results),
    counts.join(", "),
    ...(overspent === null ? [] : [`stopped: ${overspent}`]),
    ...lost.map(sanitise),
    `bytes and results${mode === "simulator" ? " (SIMULATED)" : ""}: ${folder}`,
  ].join("\n");
}

const words: { readonly [state in RouteResult["state"]]: string } = {
  served: "served",
  "not-served": "not served here",
  "key-refused": "key refused",
  "key-missing": "key missing",
  "not-asked": "not asked",
  undecided: "not decided",
};

function rowOf({ provider, api, state, id, url, listed, differs }: RouteResult): readonly string[] {
  const says = listed === null ? "" : `${listed.state} ${listed.date}${differs ? ": DIFFERS" : ""}`;
  return [`${provider}/${api}`, words[state], id, new URL(url).pathname, says];
}

function whyText({ provider, api, id, state, says, use, url }: RouteResult): string {
  const better = state !== "not-served" ? "" : use.length === 0 ? "" : `; use ${use.join(", or ")}`;
  return sanitise(`${words[state]}: ${provider}/${api}:${id} at ${url}: ${says}${better}`);
}

function keysMissing(results: readonly RouteResult[]): readonly string[] {
  const lacking = results.filter(({ state }) => state === "key-missing");
  return [...new Set(lacking.map(({ says }) => says))].map((says) => {
    const surfaces = lacking.filter((one) => one.says === says).map(({ provider, api }) => `${provider}/${api}`);
    return sanitise(`key missing: ${says} (${[...new Set(surfaces)].join(", ")})`);
  });
}

/** The plan as JSON. */
export function routePlanJson({ routes, costUsd, moved }: RoutePlan) {
  return {
    schemaVersion: 1,
    maxCostUsd: rounded(costUsd),
    moved,
    requests: routes.map(({ target, planned, why, listed }) => ({
      ...{ model: target.model, provider: target.provider, api: target.api, id: target.providerModelId },
      ...{ url: planned === null ? null : requestOf(planned, null).url, listed, notAsked: why },
      ...{ maxInputTokens: planned?.bound.inputTokens ?? 0, maxOutputTokens: planned?.bound.outputTokens ?? 0 },
      ...{ maxCostUsd: rounded(planned?.bound.costUsd ?? 0), price: planned?.bound.price ?? "none" },
    })),
  };
}

/** The results as `routes.json` and `doctor --routes --json` have them. */
export function routesJson({ costUsd }: RoutePlan, run: RouteRun): RoutesJson {
  const { mode, startedAt, missing, overspent, results } = run;
  return {
    schemaVersion: 1,
    mode,
    note: mode === "simulator" ? "SIMULATED: nothing here says anything about a vendor" : null,
    startedAt,
    maxCostUsd: rounded(costUsd),
    missing: [...missing],
    overspent,
    routes: results.map(({ use, ...one }) => ({ ...one, use: [...use] })),
  };
}

function rounded(usd: number): number {
  return Math.ceil(usd * 1_000_000) / 1_000_000;
}

function dollars(usd: number): string {
  return `$${(Math.ceil(usd * 10_000) / 10_000).toFixed(4)}`;
}
