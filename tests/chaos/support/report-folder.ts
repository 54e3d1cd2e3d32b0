/** Where each scenario leaves its figures for the table. */
export const reportFolder = "artifacts/chaos";
