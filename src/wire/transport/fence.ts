import dgram from "node:dgram";
import dns from "node:dns";
import { syncBuiltinESMExports } from "node:module";
import net from "node:net";
import { TransportError } from "../exchange.js";

/**
 * Blocks every new connection beyond loopback in this process until the returned function is called. TCP, TLS, HTTP/2,
 * UDP and name look-ups fail with a `fenced` {@link TransportError} that names the host, in the way in which that
 * client reports connection errors. Loopback addresses, `localhost` and local sockets stay open. Does not affect
 * existing connections, worker threads or child processes. Fences nest.
 */
export function fenceNetwork(): () => void {
  if (raisedFences === 0) lower = raise();
  raisedFences += 1;
  let isRaised = true;
  return () => {
    if (!isRaised) return;
    isRaised = false;
    raisedFences -= 1;
    if (raisedFences === 0) lower();
  };
}

/** True for a loopback address or name. */
export function isLoopback(host: string): boolean {
  const bare = host
    .replace(/^\[|\]$/g, "")
    .replace(/\.$/, "")
    .toLowerCase();
  if (bare === "localhost" || bare === "::1" || bare === "0:0:0:0:0:0:0:1") return true;
  const address = bare.startsWith("::ffff:") ? bare.slice(7) : bare;
  return net.isIPv4(address) && address.startsWith("127.");
}

let raisedFences = 0;
let lower = () => {};

type Callable = (...args: unknown[]) => unknown;

function raise(): () => void {
  const undo = [
    replaceMethod(net.Socket.prototype, "connect", fencedConnect),
    replaceMethod(dgram.Socket.prototype, "connect", fencedDatagram),
    replaceMethod(dgram.Socket.prototype, "send", fencedDatagram),
    ...[dns, dns.Resolver.prototype].flatMap((owner) => fenceLookups(owner, fencedLookup)),
    ...[dns.promises, dns.promises.Resolver.prototype].flatMap((owner) => fenceLookups(owner, fencedLookupPromise)),
  ];
  syncBuiltinESMExports();
  return () => {
    for (const restore of undo) restore();
    syncBuiltinESMExports();
  };
}

/** Replaces a method by a guarded one. Returns a function that restores the original. */
function replaceMethod(owner: object, name: string, guard: (original: Callable) => Callable): () => void {
  const original: unknown = Reflect.get(owner, name);
  if (typeof original !== "function") return () => {};
  const had = Object.getOwnPropertyDescriptor(owner, name);
  const call: Callable = function (this: unknown, ...args) {
    return Reflect.apply(original, this, args);
  };
  Object.defineProperty(owner, name, { value: guard(call), configurable: true, writable: true, enumerable: true });
  return () => {
    if (had === undefined) Reflect.deleteProperty(owner, name);
    else Object.defineProperty(owner, name, had);
  };
}

function fencedConnect(original: Callable): Callable {
  return function (this: unknown, ...args) {
    const host = connectHost(args);
    if (host === null || isLoopback(host) || !(this instanceof net.Socket)) return original.apply(this, args);
    process.nextTick(() => this.destroy(fenced(host)));
    return this;
  };
}

/** The host of `connect(options)`, `connect(port, host)` and Node's normalised array; null: a local socket. */
function connectHost(args: readonly unknown[]): string | null {
  const first: unknown = Array.isArray(args[0]) ? args[0][0] : args[0];
  if (typeof first === "object" && first !== null) {
    if ("path" in first && typeof first.path === "string") return null;
    return "host" in first && typeof first.host === "string" && first.host !== "" ? first.host : "localhost";
  }
  if (typeof first === "string" && !/^\d+$/.test(first)) return null;
  return typeof args[1] === "string" ? args[1] : "localhost";
}

/**
 * UDP `connect(port, address)` and `send(message, [offset, length,] port, address)`: the first string after argument 0.
 */
function fencedDatagram(original: Callable): Callable {
  return function (this: unknown, ...args) {
    const address = args.slice(1).find((value) => typeof value === "string");
    if (typeof address === "string" && !isLoopback(address)) throw fenced(address);
    return original.apply(this, args);
  };
}

function fenceLookups(owner: object, guard: (original: Callable) => Callable): readonly (() => void)[] {
  const names = Object.getOwnPropertyNames(owner).filter((name) => lookupNames.test(name));
  return names.map((name) => replaceMethod(owner, name, guard));
}

const lookupNames = /^(lookup|lookupService|reverse|resolve\w*)$/;

function fencedLookup(original: Callable): Callable {
  return function (this: unknown, ...args) {
    const host = args[0];
    if (typeof host !== "string" || isLoopback(host)) return original.apply(this, args);
    const callback = args.at(-1);
    if (typeof callback !== "function") throw fenced(host);
    process.nextTick(() => callback(fenced(host)));
    return {};
  };
}

function fencedLookupPromise(original: Callable): Callable {
  return async function (this: unknown, ...args) {
    const host = args[0];
    if (typeof host === "string" && !isLoopback(host)) throw fenced(host);
    return original.apply(this, args);
  };
}

function fenced(host: string): TransportError {
  return new TransportError("fenced", `no connection to ${host}: the network is fenced off, only loopback is open`);
}
