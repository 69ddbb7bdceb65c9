/** Preloaded with `node --require`: opening a socket or resolving a name ends the process with code 99 and a message. */
const dgram = require("node:dgram");
const dns = require("node:dns");
const { writeSync } = require("node:fs");
const { syncBuiltinESMExports } = require("node:module");
const net = require("node:net");

function refuse(what) {
  return () => {
    writeSync(2, `NETWORK ASKED FOR: ${what}\n`);
    process.exit(99);
  };
}

net.Socket.prototype.connect = refuse("a TCP connection");
net.Server.prototype.listen = refuse("a TCP port");
for (const name of ["send", "connect", "bind"]) dgram.Socket.prototype[name] = refuse(`UDP ${name}`);
for (const owner of [dns, dns.promises, dns.Resolver.prototype, dns.promises.Resolver.prototype]) {
  const names = Object.getOwnPropertyNames(owner).filter((name) =>
    /^(lookup|lookupService|reverse|resolve\w*)$/.test(name),
  );
  for (const name of names) owner[name] = refuse(`a name (${name})`);
}
syncBuiltinESMExports();
