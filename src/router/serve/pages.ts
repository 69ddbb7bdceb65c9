import type { JsonObject } from "../../chat/json.js";
import { strategies } from "../choose/strategies/registry.js";
import { leftOutText } from "./left-out.js";
import { openApi } from "./pages/open-api.js";
import { type Reason, unknownModel } from "./refusals.js";
import { restingText } from "./resting.js";
import type { Router } from "./router.js";
import { modelIdOf } from "./routes.js";

type Page = { readonly status: number; readonly body: JsonObject | string } | { readonly refused: Reason };

/** The answer to a GET of a path that is served; a text is the metrics page. Any other path is that of a model. */
export function pageOf(path: string, router: Router, isDraining: boolean): Page {
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
      return { status: 200, body: { object: "list", data: modelEntries(router) } };
    case "/metrics":
      return { status: 200, body: `${router.metrics.text()}${restingText(router)}${leftOutText(router)}` };
    case "/openapi.json":
      return { status: 200, body: openApi };
    default: {
      const id = modelIdOf(path) ?? "";
      const entry = modelEntries(router).find((one) => one["id"] === id);
      return entry === undefined ? { refused: unknownModel(id, names) } : { status: 200, body: entry };
    }
  }
}

/** OpenAI's model objects. `created` is 0, since nothing says when a model of the file was made. */
function modelEntries({ config }: Router): readonly JsonObject[] {
  return [...config.models.map(modelEntry), autoEntry];
}

function modelEntry({ name, description, whole }: Router["config"]["models"][number]): JsonObject {
  return { id: name, object: "model", created: 0, owned_by: whole.provider, description };
}

const autoEntry: JsonObject = {
  ...{ id: "auto", object: "model", created: 0, owned_by: "llm-parity" },
  description: "The router chooses.",
};
