import { asProfile } from "../../src/simulator/profile.js";
import { type ServedSimulator, serveSimulator } from "../../src/simulator/serve.js";
import { createSimulator } from "../../src/simulator/simulator.js";
import { scenarios } from "./repository.js";

/**
 * The offline providers on a free loopback port, every model of them with these faults; `asked` resolves with the first
 * request.
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
  const served = await serveSimulator(
    (request, signal) => {
      tell();
      return simulator.exchange(request, signal);
    },
    { port: 0, host: "127.0.0.1" },
  );
  return { ...served, asked };
}
