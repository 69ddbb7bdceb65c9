import type { Environment } from "../../adapters/bedrock/aws-credentials.js";
import { issueAt } from "../../source/issue-at.js";
import type { SourceDocument } from "../../source/source-document.js";
import type { SourceIssue } from "../../source/source-error.js";
import type { ServeConfig } from "./router-config.js";
import type { RouterFile } from "./router-file.js";

/** The file's `serve` section; the schema has filled in the defaults. */
export function serveOf({ serve }: RouterFile, environment: Environment): ServeConfig {
  return {
    host: serve.host,
    port: serve.port,
    showModelPrefix: serve.show_model_prefix,
    apiKey: serve.api_key ?? (serve.api_key_env === undefined ? null : (environment[serve.api_key_env] ?? "")),
    allowedOrigins: serve.allowed_origins,
    allowedHosts: serve.allowed_hosts.map((name) => name.toLowerCase()),
    maxBodyBytes: serve.max_body_bytes,
    maxMessages: serve.max_messages,
    maxConnections: serve.max_connections,
    maxRequests: serve.max_requests,
    headersTimeoutMs: serve.headers_timeout_ms,
    requestTimeoutMs: serve.request_timeout_ms,
    keepAliveMs: serve.keep_alive_ms,
  };
}

/** A key that is too short, or an address beyond this machine without one. */
export function serveIssues(
  { apiKey, host }: ServeConfig,
  { serve }: RouterFile,
  document: SourceDocument,
): readonly SourceIssue[] {
  if (apiKey !== null && apiKey.length < 16) {
    const path = ["serve", serve.api_key === undefined ? "api_key_env" : "api_key"];
    const mistake = { message: "the key has fewer than 16 characters", hint: "use a long random one" };
    return [issueAt(document, { path }, mistake)];
  }
  if (apiKey === null && !isLoopback(host)) {
    const message = `${host} can be reached from other machines, and no API key is set`;
    const hint = "add serve.api_key_env, or listen on 127.0.0.1";
    return [issueAt(document, { path: ["serve", "host"] }, { message, hint })];
  }
  return [];
}

/** Whether a host can be reached only from this machine: `localhost`, `::1` or 127.0.0.0/8. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127(?:\.\d{1,3}){3}$/.test(host);
}
