/** `npm run build`: bundles the pages into `web/dist`. */
import { buildWeb } from "@tgcall/web/build";

console.log(`The pages are in ${await buildWeb({ logLevel: "info" })}`);
