import { UsageError } from "../../usage-error.js";
import { bossSchema, type Fleet } from "./fleet.js";
import { makeTables } from "./tables.js";

/** What a worker does in the database, and nothing else: it makes no table, opens no plan, and deletes no trial. */
const rights: readonly (readonly [what: string, on: string])[] = [
  ["usage", "schema llm_parity_fleet"],
  ["select", "llm_parity_fleet.fleet_version"],
  ["select, update (calls, usd)", "llm_parity_fleet.plan"],
  ["select, update (state, lease, owner, until, reason)", "llm_parity_fleet.block"],
  ["select, insert, update (calls, usd), delete", "llm_parity_fleet.asked"],
  ["select, insert", "llm_parity_fleet.trial"],
  ["select, insert, update", "llm_parity_fleet.lane"],
  ["usage", `schema ${bossSchema}`],
  ["select", `${bossSchema}.version`],
  ["select", `${bossSchema}.queue`],
  ["select, insert, update, delete", `${bossSchema}.job`],
  ["select", `${bossSchema}.archive`],
];

/** Gives a role the rights of a worker; makes the tables where there are none. Throws UsageError where there is no such role. */
export async function grantWorker(fleet: Fleet, role: string): Promise<void> {
  await makeTables(fleet);
  const [found] = await fleet.query("select quote_ident(rolname) as name from pg_roles where rolname = $1", [role]);
  if (found === undefined) {
    throw new UsageError(`${fleet.place}: there is no role ${role}`, { hint: "Create it: create role … login." });
  }
  await fleet.change(async ({ query }) => {
    for (const [what, on] of rights) await query(`grant ${what} on ${on} to ${String(found["name"])}`);
  });
}
