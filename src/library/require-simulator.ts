import { connect } from "node:net";
import type { Environment } from "../adapters/bedrock/aws-credentials.js";
import { exitCodes } from "./exit-code.js";
import { simulatorProblem } from "./simulator-address.js";
import { UsageError } from "./usage-error.js";

/** How long a simulator may take to accept a connection, in milliseconds. */
const connectTimeoutMs = 10_000;

/**
 * Resolves when something listens at the address; sends nothing. Throws UsageError for a wrong address (code 2) and where nothing listens
 * (code 4). Behind a proxy only loopback can be tried.
 */
export async function requireSimulator(address: string, environment: Environment): Promise<void> {
  const problem = simulatorProblem(address);
  if (problem !== null) throw new UsageError(`"${address}" is not the address of a simulator: ${problem}`);
  const { hostname, port, protocol } = new URL(address);
  const host = hostname.replace(/^\[|\]$/g, "");
  if (hasProxy(environment) && !isLoopback(host)) return;
  const why = await connectFailure(host, port === "" ? standardPort(protocol) : Number(port));
  if (why === null) return;
  throw new UsageError(`nothing answers at ${address} (${why})`, {
    hint: "Start it with `llm-parity simulate`, and give the URL that it prints.",
    code: exitCodes.unmeasured,
  });
}

/** Null: connected. */
function connectFailure(host: string, port: number): Promise<string | null> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    const end = (why: string | null) => {
      socket.destroy();
      resolve(why);
    };
    socket.setTimeout(connectTimeoutMs, () => end(`no connection within ${connectTimeoutMs} ms`));
    socket.once("connect", () => end(null));
    socket.once("error", (error: NodeJS.ErrnoException) => end(error.code ?? error.message));
  });
}

function standardPort(protocol: string): number {
  return protocol === "https:" ? 443 : 80;
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || host.startsWith("127.");
}

function hasProxy(environment: Environment): boolean {
  return ["HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"].some((name) => Boolean(environment[name]));
}
