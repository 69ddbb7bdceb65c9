import type { RefusalId } from "../refuse/refusal-ids.js";

/** Why a credential is refused, as AWS names it. `message` null: the usual text of the refusal. */
export type CredentialFault = {
  readonly refusal: Extract<
    RefusalId,
    "missing-authorization" | "incomplete-signature" | "invalid-signature" | "invalid-token" | "api-key-invalid"
  >;
  readonly message: string | null;
};

export function incomplete(message: string): CredentialFault {
  return { refusal: "incomplete-signature", message };
}

export function invalidSignature(message: string): CredentialFault {
  return { refusal: "invalid-signature", message };
}

/** An unknown access key, or a session token that is not its own. */
export const invalidToken: CredentialFault = { refusal: "invalid-token", message: null };
