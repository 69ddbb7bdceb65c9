/** A pair of AWS keys. `sessionToken` null: the pair is long-lived, and a request with a token is refused. */
export type AccessKey = {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string | null;
};

/** What a simulator that checks credentials accepts. `bearer`: the key of every service that takes a bearer token. */
export type KnownKeys = { readonly accessKeys: readonly AccessKey[]; readonly bearer: string };

const secretAccessKey = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

/**
 * The examples of AWS's documentation: a long-lived pair, and a temporary one with its session token (AWS CLI user guide,
 * configuration and credential files, as quoted in cline/cline#2717; 2026-11-29). None opens anything at AWS. The bearer key is the
 * word that our own commands send to a simulator.
 */
export const documentedKeys: KnownKeys = {
  accessKeys: [
    { accessKeyId: "AKIAIOSFODNN7EXAMPLE", secretAccessKey, sessionToken: null },
    {
      accessKeyId: "ASIAIOSFODNN7EXAMPLE",
      secretAccessKey,
      sessionToken: "IQoJb3JpZ2luX2IQoJb3JpZ2luX2IQoJb3JpZ2luX2IQoJb3JpZ2luX2IQoJb3JpZVERYLONGSTRINGEXAMPLE",
    },
  ],
  bearer: "simulated",
};
