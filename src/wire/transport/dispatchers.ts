import type { Dispatcher } from "undici";
import { TransportError } from "../exchange.js";

/** The connections of one transport: a pool for each origin, or one agent for the proxy. */
export type Dispatchers = {
  /** The dispatcher for an origin, opened if needed. Rejects with `aborted` after `close`. */
  readonly forOrigin: (origin: string) => Promise<Dispatcher>;
  /** The dispatcher for an origin if it is already open, without waiting; else null. */
  readonly known: (origin: string) => Dispatcher | null;
  readonly close: () => Promise<void>;
};

export type DispatcherOptions = {
  readonly connectTimeoutMs: number;
  readonly environment: { readonly [name: string]: string | undefined };
  readonly certificateAuthority: string | null;
};

/** Imports undici with the first `forOrigin`, because the import alone takes some 80 ms. */
export function createDispatchers(options: DispatcherOptions): Dispatchers {
  const open = new Map<string, Dispatcher>();
  let closed = false;
  const proxy = proxyOf(options.environment);
  const keyOf = (origin: string) => (proxy === null ? origin : "through the proxy");
  return {
    known: (origin) => open.get(keyOf(origin)) ?? null,
    forOrigin: async (origin) => {
      const undici = await import("undici");
      if (closed) throw new TransportError("aborted", "the transport is closed");
      const key = keyOf(origin);
      const known = open.get(key);
      if (known !== undefined) return known;
      const made =
        proxy === null
          ? new undici.Pool(origin, poolOptions(options))
          : new undici.EnvHttpProxyAgent({ ...poolOptions(options), ...proxy, ...tunnelOptions(options) });
      open.set(key, made);
      return made;
    },
    close: async () => {
      closed = true;
      await Promise.all([...open.values()].map((dispatcher) => dispatcher.destroy()));
      open.clear();
    },
  };
}

/** Turns off undici's time limits, because an exchange has its own deadlines. */
function poolOptions({ connectTimeoutMs, certificateAuthority }: DispatcherOptions) {
  return {
    headersTimeout: 0,
    bodyTimeout: 0,
    allowH2: false,
    pipelining: 1,
    connect: { timeout: connectTimeoutMs, ...trusted(certificateAuthority) },
  };
}

/** A plain request goes to the proxy in absolute form, as other clients do; only TLS is tunnelled. */
function tunnelOptions({ connectTimeoutMs, certificateAuthority }: DispatcherOptions) {
  const tls = { timeout: connectTimeoutMs, ...trusted(certificateAuthority) };
  return { proxyTunnel: false, requestTls: tls, proxyTls: { timeout: connectTimeoutMs } };
}

function trusted(certificateAuthority: string | null): { readonly ca?: string } {
  return certificateAuthority === null ? {} : { ca: certificateAuthority };
}

/** The proxies that the environment names; null: none. Lower-case variables take precedence, as in curl. */
function proxyOf(
  environment: DispatcherOptions["environment"],
): { readonly httpProxy: string; readonly httpsProxy: string; readonly noProxy: string } | null {
  const read = (name: string): string | undefined => {
    const value = environment[name.toLowerCase()] ?? environment[name];
    return value === "" ? undefined : value;
  };
  const httpProxy = read("HTTP_PROXY");
  const httpsProxy = read("HTTPS_PROXY");
  if (httpProxy === undefined && httpsProxy === undefined) return null;
  // An empty string keeps undici from reading the process environment.
  return { httpProxy: httpProxy ?? "", httpsProxy: httpsProxy ?? "", noProxy: read("NO_PROXY") ?? "" };
}
