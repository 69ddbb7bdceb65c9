import { asProfile } from "../../src/simulator/profile.js";
import type { ServedSimulator } from "../../src/simulator/serve.js";
import { createSimulator } from "../../src/simulator/simulator.js";
import { scenarios } from "./repository.js";
import { serveExchange } from "./simulated-run.js";

/**
 * Serves the offline providers, every model with these faults, on a free loopback port until the test or hook that started them
 * ends. `asked` resolves at the first request.
 */
export async function serveFaults(
  faults: readonly object[],
): Promise<ServedSimulator & { readonly asked: Promise<void> }> {
  const profile = asProfile({
    name: "faulty",
    title: "Every model has these faults",
    models: [{ models: ["*"], family: "moonshot", faults } as never],
  });
  const simulator = createSimulator({ profiles: [profile], scenarios, seed: 1, now: () => new Date() });
  let tell = () => {};
  const asked = new Promise<void>((resolve) => {
    tell = resolve;
  });
  const served = await serveExchange((request, signal) => {
    tell();
    return simulator.exchange(request, signal);
  });
  return { ...served, asked };
}
