import type { JsonObject } from "../../chat/json.js";
import { strategies } from "../choose/strategies/registry.js";
import { leftOutText } from "./left-out.js";
import { metricsText } from "./metrics/metrics-text.js";
import { listedModels, type ModelPages } from "./pages/model-pages.js";
import { openApi } from "./pages/open-api.js";
import { type Reason, unknownModel } from "./refusals.js";
import { restingText } from "./resting.js";
import type { Router } from "./router.js";
import { modelIdOf } from "./routes.js";

type Page =
  | { readonly status: number; readonly body: JsonObject | string | Promise<string> }
  | { readonly refused: Reason };

/** What a page depends on besides the router. `models`: how the client's API tells of models. */
type Asked = { readonly isDraining: boolean; readonly models: ModelPages };

/** The answer to a GET of a path that is served; a text is the metrics page. Any other path is that of a model. */
export function pageOf(path: string, router: Router, { isDraining, models }: Asked): Page {
  const { config, cooldown, now } = router;
  const names = config.models.map(({ name }) => name);
  switch (path) {
    case "/":
      return {
        status: 200,
        body: { name: "llm-parity router", strategy: config.strategy.kind, models: names, api: "/openapi.json" },
      };
    case "/health":
      return { status: 200, body: { status: "ok" } };
    case "/ready": {
      const resting = names.filter((name) => cooldown.isResting(name, now().getTime()));
      const isReady = !isDraining && resting.length < names.length;
      return {
        status: isReady ? 200 : 503,
        body: { status: isReady ? "ready" : isDraining ? "draining" : "every model rests", resting },
      };
    }
    case "/routers":
      return {
        status: 200,
        body: {
          available_routers: strategies.map(({ name }) => name),
          current: config.strategy.kind,
        },
      };
    case "/v1/models":
      return { status: 200, body: models.list(listedModels(router)) };
    case "/metrics":
      return { status: 200, body: metricsPage(router) };
    case "/openapi.json":
      return { status: 200, body: openApi };
    default: {
      const id = modelIdOf(path) ?? "";
      const found = listedModels(router).find(({ name }) => name === id);
      return found === undefined ? { refused: unknownModel(id, names) } : { status: 200, body: models.one(found) };
    }
  }
}

function metricsPage(router: Router): string | Promise<string> {
  const { metrics } = router;
  const withModels = (text: string) => `${text}${restingText(router)}${leftOutText(router)}`;
  if (metrics.totals === undefined) return withModels(metrics.text());
  return metrics.totals().then((counts) => withModels(metricsText(counts)));
}
