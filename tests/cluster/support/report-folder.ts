/** Where tests leave their figures, and what the cluster had to say when they failed. */
export const reportFolder = "artifacts/cluster";
