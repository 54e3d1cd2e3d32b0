/** Asks before the tab closes while `isInCompany`, until the answer is called. */
export function guardLeaving(isInCompany: () => boolean): () => void {
  const ask = (event: BeforeUnloadEvent): void => {
    if (isInCompany()) event.preventDefault();
  };
  addEventListener("beforeunload", ask);
  return () => removeEventListener("beforeunload", ask);
}
