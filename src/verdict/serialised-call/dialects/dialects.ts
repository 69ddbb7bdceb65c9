import type { Dialect } from "../serialised-call.js";
import { plainDialects } from "./plain-dialects.js";
import { tagDialects } from "./tag-dialects.js";
import { tokenDialects } from "./token-dialects.js";

/**
 * Every way to write a call as text. **The order matters** where two rows read the same call: the more telling one comes first.
 * A new dialect needs a row here and nowhere else.
 */
export const dialects: readonly Dialect[] = [...tokenDialects, ...tagDialects, ...plainDialects];
