import { mount } from "../app/mount.tsx";
import { randomId } from "../app/random-id.ts";
import { tabShelf } from "../app/shelves.ts";
import { takeSecret } from "./arrive.ts";
import { JoinPage } from "./join-page.tsx";
import { joinMemory } from "./join-record.ts";

const taken = takeSecret(location.hash, { memory: joinMemory(tabShelf), randomId });
if (location.hash !== "" || location.search !== "") history.replaceState(null, "", location.pathname);

void mount(() => <JoinPage wrongLink={taken === "wrong"} />);
