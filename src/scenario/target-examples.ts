import { namesOf } from "../chat/api.js";
import { converse } from "../chat/apis/converse.js";

const [, api] = namesOf(converse);

/** A typed target, for help texts and hints. */
export const typedExample = `bedrock/${api}:moonshotai.kimi-k2.5@us-west-2`;

/** A target of models.yaml with a scenario, for help texts and hints. */
export const cellExample = `kimi-k2.5/bedrock/${api}/response-after-tool`;
