import { connect } from "node:net";

/** Whether anybody accepts TCP connections there. */
export const listens = (port: number, address = "127.0.0.1"): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, address, () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
