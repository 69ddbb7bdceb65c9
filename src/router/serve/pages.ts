import type { JsonObject } from "../../chat/json.js";
import { strategies } from "../choose/strategies/registry.js";
import { openApi } from "./open-api.js";
import type { Router } from "./router.js";

/** What a route answers to GET. A text is sent as it is. */
export type Page = { readonly status: number; readonly body: JsonObject | string };

/** The page of a path; null: there is none. */
export function pageOf(path: string, router: Router, isDraining: boolean): Page | null {
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
      return { status: 200, body: { object: "list", data: [...config.models.map(modelEntry), autoEntry] } };
    case "/metrics":
      return { status: 200, body: router.metrics.text() };
    case "/openapi.json":
      return { status: 200, body: openApi };
    default:
      return null;
  }
}

function modelEntry({ name, description, whole }: Router["config"]["models"][number]): JsonObject {
  return { id: name, object: "model", created: 0, owned_by: whole.provider, description };
}

const autoEntry: JsonObject = {
  ...{ id: "auto", object: "model", created: 0, owned_by: "llm-parity" },
  description: "The router chooses.",
};
