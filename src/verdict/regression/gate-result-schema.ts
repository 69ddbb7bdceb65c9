import { z } from "zod";
import { type CellResult, cellStates, type GateResult, gateKinds } from "./gate-result.js";

/** A cell as the gate's JSON tells it. */
export type ToldCell = CellResult & {
  /** Bug reports of `known.yaml` that expect all that is bad tonight; null: it is news. */
  readonly known: string | null;
  /** Of a cell that changed; null: of any other. `request`: `equal` where we sent the same as in the last good night. */
  readonly details: {
    readonly findings: readonly { readonly id: string; readonly n: number }[];
    readonly request: string | null;
  } | null;
};

/** The result of a gate as its JSON tells it: without what the command adds, each cell is news and has no details. */
export type ToldGate = Omit<GateResult, "cells"> & { readonly cells: readonly ToldCell[] };

const night = z.string().regex(/^\d{4}-\d\d-\d\d$/, "write a night as its UTC date, such as 2026-11-29");
const count = z.int().min(0);
const counts = z.object({ eligible: count, bad: count });

const cell = z.object({
  cell: z.string().min(1),
  column: z.string().min(1),
  suite: z.string().nullable(),
  state: z.enum(cellStates),
  tonight: counts.nullable(),
  baseline: counts.nullable(),
  worse: z.number().nullable(),
  better: z.number().nullable(),
  redInBaseline: z.boolean(),
  learning: z.object({ night: count, of: count }).nullable(),
  firstNights: z.array(night).nullable(),
  lastGood: night.nullable(),
  known: z.string().nullable().default(null),
  details: z
    .object({
      findings: z.array(z.object({ id: z.string(), n: count })),
      request: z.string().nullable(),
    })
    .nullable()
    .default(null),
});

const column = z.object({
  column: z.string().min(1),
  state: z.enum(["incident", "regressed", "unchanged", "not-measured"]),
  cells: count,
  alarming: z.array(z.string()),
  likely: z.array(z.string()),
  correlation: z.object({ value: z.number(), how: z.enum(["estimated", "assumed"]), nights: count, cells: count }),
  unconfirmed: count,
  power: z.object({ tonight: z.number(), tomorrow: z.number() }).nullable(),
  masked: z.array(night),
  since: night.nullable(),
});

const levels = z.object({ tonight: z.number(), pair: z.number(), falseNights: z.number() });

/** The result of a gate as JSON, as `gate --json` prints it. Members that a later version adds are not read. */
export const gateResultSchema: z.ZodType<ToldGate> = z.object({
  schemaVersion: z.literal(1),
  kind: z.enum(gateKinds),
  night,
  cells: z.array(cell),
  columns: z.array(column),
  compared: count,
  regression: levels,
  fix: levels,
  alarm: z.boolean(),
  notMeasured: z.boolean(),
  exitCode: z.union([z.literal(0), z.literal(1), z.literal(4)]),
});
