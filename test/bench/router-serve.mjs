// Our router over the services of the bench: `node router-serve.mjs <router.yaml> <upstream>`. Prints its port.
import { join } from "node:path";
import { load } from "./load.mjs";
import { root } from "./measure.mjs";

const [config, upstream] = process.argv.slice(2);
const [
  { loadRouter },
  { loadModels },
  { createUpstreams },
  { createRouter },
  { serveRouter },
  { createLiveTransport },
] = await Promise.all([
  load("router/config/load-router"),
  load("scenario/load-models"),
  load("router/relay/upstreams"),
  load("router/serve/router"),
  load("router/serve/http-server"),
  load("wire/transport/live"),
]);
const catalog = loadModels(join(root, "scenarios/models.yaml"));
const read = loadRouter(config, { catalog, environment: process.env });
const live = createLiveTransport({ environment: {} });
const exchange = live.within(read.reliability.deadlines);
const askModel = createUpstreams(exchange, ({ whole }) => (whole.auth === "bedrock" ? upstream : `${upstream}/v1`));
const router = createRouter({
  config: { ...read, serve: { ...read.serve, port: 0 } },
  askModel,
  measured: null,
  rank: null,
});
const { url } = await serveRouter(() => router, { log: console.error });
console.log(new URL(url).port);
process.on("SIGINT", () => process.exit(0));
