import { createHmac } from "node:crypto";

/** What a signature is made for. `date`: `YYYYMMDD`. */
export type Scope = { readonly date: string; readonly region: string; readonly service: string };

/** SigV4's signature of a text, in hexadecimal. */
export function signatureOf(stringToSign: string, secretAccessKey: string, { date, region, service }: Scope): string {
  const key = [date, region, service, "aws4_request"].reduce(
    (before: string | Buffer, part) => createHmac("sha256", before).update(part).digest(),
    `AWS4${secretAccessKey}`,
  );
  return createHmac("sha256", key).update(stringToSign).digest("hex");
}
