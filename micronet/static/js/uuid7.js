// A fresh id as the house makes them: UUID version 7, 32 hex digits.
export function uuid7() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const now = BigInt(Date.now());
  for (let n = 0; n < 6; n++) bytes[n] = Number((now >> BigInt(40 - 8 * n)) & 255n);
  bytes[6] = (bytes[6] & 0x0f) | 0x70;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
