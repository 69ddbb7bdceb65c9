import { join } from "node:path";
import { openRouter } from "../../src/library/router/open-router.js";
import { loadProfile } from "../../src/simulator/load-profiles.js";
import { createSimulator } from "../../src/simulator/simulator.js";
import { atEnd } from "../support/at-end.js";
import { root, scenarios } from "../support/repository.js";
import { serveExchange } from "../support/simulated-run.js";
import { workFolder } from "../support/work-folder.js";

/** The models of the served router, by the wire API behind them. */
export const models = ["chat", "converse", "responses", "messages"] as const;
export type ServedModel = (typeof models)[number];

const file = `
router: { strategy: random }
models:
  chat: { provider: openrouter, model: moonshotai/kimi-k2.5 }
  converse: { provider: bedrock, model: moonshotai.kimi-k2.5, aws_region: us-east-1 }
  responses: { provider: openrouter, api: responses, model: openai/gpt-4o }
  messages: { provider: anthropic, model: claude-haiku-4-5 }
`;

/** Serves a router as `serve --simulator` does, over offline providers that behave well, until the test ends; gives its address. */
export async function serveModels(): Promise<string> {
  const { exchange } = createSimulator({
    ...{ profiles: [loadProfile(join(root, "scenarios/profiles/default.yaml"))], scenarios: askedByExaminers() },
    ...{ seed: 1, now: () => new Date("2026-11-29T00:00:00Z") },
  });
  const folder = workFolder({ "router.yaml": file });
  const simulator = (await serveExchange(exchange)).url;
  const router = openRouter({ config: join(folder.path, "router.yaml"), simulator, environment: {} });
  atEnd(router.close);
  const server = await router.listen({ port: 0 });
  atEnd(() => server.drain(0));
  return server.url;
}

/** The scenario of a tool call in the examiners' words, to which the simulator has an answer then. */
function askedByExaminers(): typeof scenarios {
  return scenarios
    .filter(({ id }) => id === "tool-call")
    .map((scenario) => ({
      ...scenario,
      steps: scenario.steps.map((step) => ({ ...step, say: "What's the weather like in San Francisco?" })),
    }));
}
