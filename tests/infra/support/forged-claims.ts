/** Every header by which a client might claim another address. */
export const forgedClaims = (address: string): Readonly<Record<string, string>> => ({
  "x-forwarded-for": address,
  "x-real-ip": address,
  forwarded: `for=${address}`,
  "cf-connecting-ip": address,
  "true-client-ip": address,
});
