import type { Command } from "commander";
import type { SimulateOptions } from "../../library/start-simulator.js";
import { addFileOptions, wholeNumber } from "../shell/shared-options.js";

/** `llm-parity simulate`: serves the offline providers on a loopback port. */
export function addSimulate(program: Command): void {
  const command = program.command("simulate").description("serve the offline OpenRouter and Bedrock on loopback");
  addFileOptions(command)
    .option("--profile <name>", "how the models behave: a name in scenarios/profiles, or a file", "default")
    .option("--host <address>", "loopback address to listen on", "127.0.0.1")
    .option("--port <n>", "port to listen on; 0 takes a free one", wholeNumber(0), 8787)
    .option("--seed <n>", "seed for ids and for faults with a probability", wholeNumber(0), 1)
    .option("--check-credentials", "refuse a wrong signature or key, as the services do; default: any will do")
    .addHelpText("after", spoken)
    .action(async (options: SimulateOptions) => {
      const { simulate } = await import("./simulate.js");
      process.exitCode = await simulate(options);
    });
}

const spoken = `
It speaks HTTP/1.1 and HTTP/2 on the same port, without TLS: give clients its URL with http://, not https://. The AWS SDK
for JavaScript speaks HTTP/2 to Bedrock by default, and needs no setting. GET /v1/models and /api/v1/models list the models.
Its paths are those of Chat Completions, Responses, Messages, Converse and InvokeModel; docs/simulator.md lists them.

With --check-credentials it knows the example keys of AWS's documentation, for SigV4, and one bearer key for every service.
It never reads a key from its environment. Give them to the client:
  AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE
  AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY
  AWS_BEARER_TOKEN_BEDROCK=simulated
docs/simulator.md has a temporary pair with a session token, and what is checked.`;
