import type { FailureKind } from "../../../../chat/failure.js";
import { requestRows } from "./request-rows.js";
import type { ErrorRow } from "./row.js";
import { serviceRows } from "./service-rows.js";

/** One row for every kind of failure: a kind without one does not compile. */
export const errorRows: { readonly [Kind in FailureKind]: ErrorRow } = { ...requestRows, ...serviceRows };
